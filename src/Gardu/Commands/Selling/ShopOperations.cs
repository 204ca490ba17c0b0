using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.Text.RegularExpressions;
using Gardu.Configuration;
using Gardu.Gate.Operator;
using Gardu.Terms.Decisions;

namespace Gardu.Commands.Selling;

/// <summary>
/// Selling over HTTP: each command that sells at the address that it names, with what it takes as parameters, and what it prints with <c>--json</c> as the answer. So that
/// shell and programs cannot part, there is no other code than the commands'.
/// </summary>
static partial class ShopOperations
{
    const string KeyOption = "--idempotency-key";

    /// <summary>Values are data and never names of files with more of them, which a line of the shell may have.</summary>
    static readonly ParserConfiguration Plain = new() { ResponseFileTokenReplacer = null };

    /// <summary>One for every command that sells.</summary>
    /// <param name="configuration">What is in force.</param>
    /// <param name="clock">Tells the time.</param>
    public static IReadOnlyList<Operation> Of(Func<GarduConfiguration> configuration, TimeProvider clock)
    {
        Command[] all = [LicenseeCommand.Create(clock), KeyCommand.Create(clock), AgreementCommand.Create(clock), PlanCommand.Create(clock), CreditCommand.Create(clock), UsageCommand.Create(clock), QuoteCommand.Create(clock)];
        return [.. all.SelectMany(WithSubcommands).OfType<ShopCommand>().Select(command => OperationOf(command, configuration, clock))];
    }

    static IEnumerable<Command> WithSubcommands(Command command) => [command, .. command.Subcommands.SelectMany(WithSubcommands)];

    static Operation OperationOf(ShopCommand command, Func<GarduConfiguration> configuration, TimeProvider clock)
    {
        var (method, path) = command.Route.Split(' ') is [var first, var second] ? (first, second) : throw new InvalidOperationException(command.Route);
        var arguments = command.Arguments.Except(command.ShellOnly).Cast<Argument>().ToDictionary(
            argument => new OperationParameter(argument.Name.ToLowerInvariant(), argument.Description!, argument.ValueType, argument.Arity.MaximumNumberOfValues > 1, argument.Arity.MinimumNumberOfValues > 0, ChoicesOf(argument, argument.ValueType)));
        var options = command.Options.Except(command.ShellOnly).Cast<Option>().Where(option => option is not HelpOption).ToDictionary(
            option => new OperationParameter(NameOf(option), option.Description!, option.ValueType, option.Arity.MaximumNumberOfValues > 1, option.Required, ChoicesOf(option, option.ValueType), option.Name == KeyOption));
        return new Operation(string.Join('-', WordsOf(command)), command.Description!, method, path, [.. arguments.Keys, .. options.Keys], command.AnswerType, values =>
        {
            // Behind -- nothing is an option, and an option's value is stuck to it.
            var parsed = command.Parse(
            [
                .. options.SelectMany(option => (values.GetValueOrDefault(option.Key) ?? []).SelectMany(value => Given(option.Value, value))), "--",
                .. arguments.SelectMany(argument => values.GetValueOrDefault(argument.Key) ?? []),
            ], Plain);
            return Do(command, parsed, configuration(), clock.GetUtcNow());
        });
    }

    static OperationOutcome Do(ShopCommand command, ParseResult parsed, GarduConfiguration configuration, DateTimeOffset now)
    {
        try
        {
            UsageException.ThrowIfSecret(parsed);
            return parsed.Errors is [var error, ..] ? Wrong(error.Message) : new OperationOutcome(CommandOutput.Json(command.Work(parsed, new Shop(configuration.Database, configuration, now)).Json));
        }
        catch (NotThereException missing)
        {
            return new OperationOutcome(null, ReasonCodes.NotFound, 404, missing.Message);
        }
        catch (UsageException wrong)
        {
            return Wrong(wrong.Message);
        }
    }

    static OperationOutcome Wrong(string message) => new(null, ReasonCodes.InvalidParameter, 400, message);

    static IEnumerable<string> Given(Option option, string value) =>
        option.ValueType != typeof(bool) ? [$"{option.Name}={value}"] : value == "true" ? [option.Name] : [];

    static IEnumerable<string> WordsOf(Command command) => [.. command.Parents.OfType<Command>().SelectMany(WordsOf), command.Name];

    static string NameOf(Option option) => Hyphen().Replace(option.Name.TrimStart('-'), match => match.Groups[1].Value.ToUpperInvariant());

    static string[] ChoicesOf(Symbol symbol, Type type) => type == typeof(bool) ? [] : [.. symbol.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label)];

    [GeneratedRegex("-(.)")]
    private static partial Regex Hyphen();
}
