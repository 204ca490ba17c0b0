using System.CommandLine;

namespace Gardu.Commands.Selling;

/// <summary>
/// A command that sells. It is the same over HTTP: <see cref="Route"/> is its address there, its arguments and options are parameters, and what it prints with
/// <c>--json</c> is what is answered.
/// </summary>
/// <param name="name">The last of the words that it is typed as.</param>
/// <param name="description">What it does.</param>
/// <param name="route">Method and path below <c>/api/v1</c>: <c>POST /licensees/{licensee}/credit</c>; in braces, arguments and options in lower case.</param>
sealed class ShopCommand(string name, string description, string route) : Command(name, description)
{
    /// <summary>Method and path below <c>/api/v1</c>.</summary>
    public string Route => route;

    /// <summary>What it answers for programs.</summary>
    public Type AnswerType { get; private set; } = typeof(void);

    /// <summary>What it takes on the command line alone.</summary>
    public IReadOnlyList<Symbol> ShellOnly { get; private set; } = [];

    /// <summary>Does it. Throws <see cref="UsageException"/> where it was asked for the wrong thing, and <see cref="Gate.Recording.StoreException"/>.</summary>
    public Func<ParseResult, Shop, Answer> Work { get; private set; } = (_, _) => throw new InvalidOperationException("a command does something");

    /// <summary>Sets what it does, and gives it <c>--json</c>, <c>--data</c> and <c>--config</c>.</summary>
    /// <param name="typed">All its words: <c>gardu credit add</c>.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="work">Does it.</param>
    /// <param name="shellOnly">What of its arguments and options has no sense over HTTP.</param>
    public ShopCommand Doing<T>(string typed, TimeProvider clock, Func<ParseResult, Shop, Answer<T>> work, params IReadOnlyList<Symbol> shellOnly)
        where T : notnull
    {
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        Options.Add(json);
        var own = Options.Count;
        data.AddTo(this);
        (Work, AnswerType, ShellOnly) = (work, typeof(T), [.. shellOnly, json, .. Options.Skip(own)]);
        SetAction(parsed => CommandRun.Run(typed, parsed.InvocationConfiguration.Error, () =>
        {
            UsageException.ThrowIfSecret(parsed);
            var configuration = data.ConfigurationUnlessFolderAlone(parsed);
            var answer = work(parsed, new Shop(data.Database(parsed, configuration), configuration, clock.GetUtcNow()));
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(parsed.InvocationConfiguration.Output, answer.Value);
            else
                answer.Print(parsed.InvocationConfiguration.Output);
            if (answer.Talk is not null)
                parsed.InvocationConfiguration.Error.WriteLine(answer.Talk);
            return ExitCode.Done;
        }));
        return this;
    }
}
