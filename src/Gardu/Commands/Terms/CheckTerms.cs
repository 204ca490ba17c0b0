using System.CommandLine;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Checking;
using Gardu.Fetching;
using Gardu.Reports.Rendering;
using Gardu.Terms;
using Gardu.Terms.Checking;
using Gardu.Terms.Declarations;

namespace Gardu.Commands.Terms;

/// <summary><c>gardu terms check</c>: what any site declares in every vocabulary, where that contradicts itself, and what leads nowhere.</summary>
static class CheckTerms
{
    const int WordsMax = 400;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        var site = new Argument<string>("URL|FOLDER") { Description = "A site or a page of it; or a folder with its files as they are named there, and index.html and headers.txt of a page" };
        var allowPrivate = new Option<bool>("--allow-private") { Description = "Ask addresses that are not public too, such as this machine's own" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("check", "Check what any site declares: every vocabulary, contradictions, dead links") { site, allowPrivate, json };
        command.SetAction((parsed, stop) => CommandRun.RunAsync("gardu terms check", parsed.InvocationConfiguration.Error, async () =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            using var client = FeedUpdater.CreateClient(parsed.GetValue(allowPrivate));
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
            patience.CancelAfter(Patience);
            var found = await new SiteCheck(Source(parsed.GetRequiredValue(site), client, Progress(error)), AgentCatalogue.BuiltIn.Claimed, patience.Token).RunAsync();
            if (found.Unreachable is not null)
                throw new IOException($"{Shown(found.Declarations.Site)} {Shown(found.Unreachable)}");
            var statements = Statements.Of(found.Declarations, found.Declarations.Path);
            var contradictions = Contradiction.Of(found.Declarations);
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, Json(found, statements, contradictions));
            else
                Print(output, found, statements, contradictions);
            return contradictions.Count + found.Problems.Count > 0 ? ExitCode.Found : ExitCode.Done;
        }));
        return command;
    }

    static ISiteSource Source(string site, HttpClient client, Action<Uri> tell)
    {
        if (Directory.Exists(site))
            return new FolderSource(site);
        var isBareHost = (site.Contains('.', StringComparison.Ordinal) || site.StartsWith("localhost", StringComparison.Ordinal)) && site[0] is not ('.' or '/') && !site.Contains(":/", StringComparison.Ordinal);
        return Uri.TryCreate(isBareHost ? "https://" + site : site, UriKind.Absolute, out var address) && WebFetch.MayAsk(address)
            ? new WebSource(address, client, tell)
            : throw new UsageException($"\"{Shown(site)}\" is neither a folder nor an address such as https://news.example");
    }

    static Action<Uri> Progress(TextWriter error) =>
        ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected ? address => error.WriteLine($"asking {Shown(address.AbsoluteUri)}") : _ => { };

    static void Print(TextWriter output, FoundSite found, IReadOnlyList<Statement> statements, IReadOnlyList<Contradiction> contradictions)
    {
        output.WriteLine(Shown(found.Declarations.Site + found.Declarations.Path));
        var (console, table) = CommandOutput.StartTable(output, ["purpose", .. VocabularyNames.All]);
        foreach (var purpose in Shows)
            table.AddTexts([purpose.Name(), .. VocabularyNames.All.Select(vocabulary => Cell(statements.Where(statement => statement.Purpose == purpose && statement.Vocabulary == vocabulary)))]);
        console.Write(table);
        foreach (var said in statements.Where(statement => statement.Stance is Stance.Mixed or Stance.Price).GroupBy(statement => (statement.Source, statement.Words)))
            output.WriteLine(Shown($"{string.Join(", ", said.Select(statement => statement.Purpose.Name()))}: {said.Key.Source} {said.Key.Words}"));
        output.WriteLine("–: nothing is said");
        if (found.PageTrouble is not null)
            output.WriteLine(Shown($"the page itself {found.PageTrouble}, so what its headers and its text would say is not known"));
        output.WriteLine();
        foreach (var contradiction in contradictions)
            output.WriteLine("contradiction: " + Shown(contradiction.ToString()));
        foreach (var problem in found.Problems)
            output.WriteLine($"{problem.Kind}: {Shown(problem.ToString())}");
        if (contradictions.Count + found.Problems.Count == 0)
            output.WriteLine("no contradictions, no dead links");
    }

    static Purpose[] Shows { get; } = [.. Enum.GetValues<Purpose>().Where(purpose => purpose != Purpose.Other), Purpose.Other];

    static string Cell(IEnumerable<Statement> statements) =>
        string.Join(" / ", statements.Select(statement => Name(statement.Stance)).Distinct()) is { Length: > 0 } said ? said : "–";

    static string Name(Stance stance) => stance.ToString().ToLowerInvariant();

    static string Shown(string text) => PrintableText.Of(text, WordsMax);

    static object Json(FoundSite found, IReadOnlyList<Statement> statements, IReadOnlyList<Contradiction> contradictions) => new
    {
        found.Declarations.Site,
        found.Declarations.Path,
        found.PageTrouble,
        Statements = statements.Select(Json),
        Contradictions = contradictions.Select(contradiction => new { Purpose = contradiction.Yes.Purpose.Name(), Words = contradiction.ToString(), Yes = Json(contradiction.Yes), No = Json(contradiction.No) }),
        Problems = found.Problems.Select(problem => new { problem.Kind, problem.What, problem.Address, problem.Trouble }),
    };

    static object Json(Statement statement) => new { statement.Vocabulary, statement.Source, Purpose = statement.Purpose.Name(), Stance = Name(statement.Stance), statement.Words };
}
