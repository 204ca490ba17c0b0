using System.CommandLine;
using System.Text;
using Gardu.Agents.Catalogue;
using Gardu.Configuration;
using Gardu.Running;
using Gardu.Terms;

namespace Gardu.Commands.Agents;

/// <summary><c>gardu agents add</c>: an agent of the owner's, into <c>gardu.yaml</c>, where everything else stays as it is.</summary>
static class AddAgent
{
    const string Name = "gardu agents add";

    /// <summary>What a proposed command has where the owner has to say something; none of them is taken.</summary>
    public const string OperatorToFill = "OPERATOR";

    /// <inheritdoc cref="OperatorToFill"/>
    public const string PurposeToFill = "PURPOSE";

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Command Create()
    {
        var token = new Argument<string>("TOKEN") { Description = "Product token, as terms name it" };
        var runner = new Option<string?>("--operator") { Description = "Who runs it; needed where the catalogue does not know the agent", HelpName = "NAME" };
        var purpose = new Option<string?>("--purpose") { Description = $"What decisions go by: {string.Join(", ", PurposeNames.Every)}; needed where the catalogue does not know the agent", HelpName = "PURPOSE" };
        var patterns = new Option<string[]>("--pattern") { Description = "A text that stands for it in user agents; several times for several (default: the token)", HelpName = "TEXT" };
        var names = new Option<string[]>("--dns") { Description = "What the names of its addresses end with; several times for several", HelpName = "DOMAIN" };
        var signature = new Option<string?>("--signature") { Description = "The URL that its signatures name", HelpName = "URL" };
        var feed = new Option<string?>("--feed") { Description = "A list of its addresses, which you put into the folder feeds in the data folder", HelpName = "FILE" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        var config = new ConfigurationOption();
        var command = new Command("add", "Add an agent to your configuration, or say otherwise of one that the catalogue knows") { token, runner, purpose, patterns, names, signature, feed };
        config.AddFileTo(command);
        command.SetAction(parsed => CommandRun.Run(Name, parsed.InvocationConfiguration.Error, () =>
        {
            var agent = new OwnerAgent(
                parsed.GetRequiredValue(token), parsed.GetValue(runner),
                parsed.GetValue(purpose) is { } word && PurposeNames.TryParse(word, out var known) ? known : null,
                Several(parsed.GetValue(patterns)), parsed.GetValue(feed), Several(parsed.GetValue(names)), SignerOf(parsed.GetValue(signature)));
            return Add(agent, config.Path(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        }));
        return command;
    }

    static int Add(OwnerAgent agent, string path, TextWriter output, TextWriter error)
    {
        var before = ConfigurationFile.Require(path);
        var wanted = Tried(agent, path, before.Catalogue);
        var bytes = NamedFile.Bytes(path);
        var changed = Changed(bytes, AgentEntry.Lines(agent), out var why, out var isInBrackets);
        if (changed is null)
        {
            error.WriteLine($"{Name}: {why}, so nothing was written; put this into the agents of {path} yourself:");
            output.WriteLine(isInBrackets ? AgentEntry.InBrackets(agent) : "  - " + string.Join("\n    ", AgentEntry.Lines(agent)));
            return ExitCode.Usage;
        }
        var after = new ConfigurationFile { Path = path, Text = changed.TrimStart('\uFEFF') }.Load(Environment.GetEnvironmentVariables(), out var problems)
            ?? throw new UsageException($"nothing was written, since the configuration could not be used then:\n{string.Join('\n', problems.Select(problem => problem.Message))}");
        if (after.Catalogue.Agents.Count != wanted.Agents.Count || after.Catalogue.Find(agent.Token) is not { } read || AgentSource.Differences(wanted.Find(agent.Token)!, read).Any()) // tried with it
            throw new UsageException($"nothing was written, since it would have no effect: an environment variable takes the place of agents in {path}");
        ReplacedFile.Write(path, Strict.GetBytes(changed));
        output.WriteLine("  - " + string.Join("\n    ", AgentEntry.Lines(agent)));
        error.WriteLine($"{agent.Token} is in {path}; a gate that runs on it knows it within about a second, and gardu terms preview --as {ShellText.Quoted(agent.Token)} / tells what it gets");
        if (agent.Dns is not null)
            error.WriteLine("the names that prove it count from the gate's next start");
        if (agent.Feed is not null)
            error.WriteLine($"put its list at {Path.Combine(after.FeedsFolder, agent.Feed)}, or bring it with gardu agents update --from DIR");
        return ExitCode.Done;
    }

    /// <summary>The catalogue with the agent; throws <see cref="UsageException"/> where it cannot be had.</summary>
    static AgentCatalogue Tried(OwnerAgent agent, string path, AgentCatalogue catalogue)
    {
        if (agent.Operator == OperatorToFill)
            throw new UsageException($"say who runs it in place of {OperatorToFill}");
        if (agent is { Operator: null, Purpose: null, Patterns: null, Feed: null, Dns: null, Signature: null } && catalogue.Find(agent.Token) is not null)
            throw new UsageException($"{agent.Token} is known; say what is to be different of it");
        if (catalogue.Find(agent.Token) is { } own && AgentSource.Of(own).IsOwners)
            throw new UsageException($"{path} has an agent {own.Token} already; change it there");
        var changed = catalogue.With([agent], out var problems);
        if (problems.Count > 0)
            throw new UsageException(string.Join("; ", problems.Select(problem => problem.Message)));
        return TakenWords.TakenFrom(catalogue, changed) is { } whose
            ? throw new UsageException($"what stands for it in user agents stands in those of {whose} too; say with --pattern what stands in its own alone") : changed;
    }

    static string? Changed(byte[] bytes, IReadOnlyList<string> entry, out string why, out bool isInBrackets)
    {
        try
        {
            var text = Strict.GetString(bytes);
            var mark = text.StartsWith('\uFEFF') ? "\uFEFF" : "";
            return AgentsInsertion.TryInsert(text[mark.Length..], entry, out why, out isInBrackets) is { } changed ? mark + changed : null;
        }
        catch (DecoderFallbackException)
        {
            (why, isInBrackets) = ("the file is not in UTF-8", false);
            return null;
        }
    }

    static IReadOnlyList<string>? Several(string[]? values) => values is { Length: > 0 } ? values : null;

    static string? SignerOf(string? text) =>
        text is null ? null
        : Readers.Signer(text, out var signer, out var error) ? signer
        : throw new UsageException(error!); // set where nothing was read
}
