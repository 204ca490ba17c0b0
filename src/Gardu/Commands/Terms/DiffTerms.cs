using System.CommandLine;
using Gardu.Configuration;
using Gardu.Gate.Sites;
using Gardu.Terms;
using Gardu.Terms.Comparing;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Commands.Terms;

/// <summary><c>gardu terms diff</c>: in words, what changes for whom from one configuration to another.</summary>
static class DiffTerms
{
    public static Command Create()
    {
        var older = new Argument<string>("OLD") { Description = "A configuration" };
        var newer = new Argument<string>("NEW") { Description = "The configuration that is to take its place" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("diff", "Say in words what changes for whom between two configurations") { older, newer, json };
        command.SetAction(parsed => CommandRun.Run("gardu terms diff", parsed.InvocationConfiguration.Error, () =>
        {
            var difference = Compare(ConfigurationFile.Require(parsed.GetRequiredValue(older)), ConfigurationFile.Require(parsed.GetRequiredValue(newer)));
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(parsed.InvocationConfiguration.Output, Json(difference));
            else
                Print(parsed.InvocationConfiguration.Output, difference);
            return ExitCode.Done;
        }));
        return command;
    }

    /// <summary>Sites of both by their newer names, and those that only one has.</summary>
    sealed record Difference(IReadOnlyList<(string Site, TermsComparison Terms)> Both, IReadOnlyList<Site> Added, IReadOnlyList<Site> Removed);

    static Difference Compare(GarduConfiguration older, GarduConfiguration newer)
    {
        Site? Before(Site site) => older.Sites.FirstOrDefault(other => other.Hosts.Intersect(site.Hosts, StringComparer.OrdinalIgnoreCase).Any());
        return new Difference(
            [.. newer.Sites.Select(site => (site, Before: Before(site))).Where(pair => pair.Before is not null)
                .Select(pair => (pair.site.Name, TermsComparison.Of(pair.Before!.Terms.Written, pair.site.Terms.Written, older.Catalogue.Claimed, newer.Catalogue.Claimed)))], // those without were left out
            [.. newer.Sites.Where(site => Before(site) is null)],
            [.. older.Sites.Except(newer.Sites.Select(Before).OfType<Site>())]);
    }

    static void Print(TextWriter output, Difference difference)
    {
        foreach (var (site, terms) in difference.Both)
        {
            output.WriteLine(site);
            foreach (var mode in terms.Modes)
                output.WriteLine($"  {Words(mode)}");
            if (terms.Modes.Count == 0 && terms.Changes.Count == 0)
                output.WriteLine("  nothing changes");
            if (terms.Changes.Count > 0)
                PrintChanges(output, terms.Changes);
        }
        foreach (var site in difference.Added)
            output.WriteLine($"{site.Name}\n  is new, in mode {site.Terms.Written.Mode.Name()}");
        foreach (var site in difference.Removed)
            output.WriteLine($"{site.Name}\n  is gone: whoever asks for it gets 421");
        output.WriteLine("People: nothing changes. They are never asked anything, in any mode.");
    }

    static void PrintChanges(TextWriter output, IReadOnlyList<TermsChange> changes)
    {
        var (console, table) = CommandOutput.StartTable(output, "who", "on", "were", "will be", "");
        foreach (var change in changes)
            table.AddTexts(Whom(change.Who), change.Path, Words(change.Old), change.New == change.Old ? "the same" : Words(change.New), change.Strictness switch { > 0 => "stricter", < 0 => "milder", _ => "" });
        console.Write(table);
    }

    static string Whom(string who) => who switch
    {
        "search" => "search engines",
        "ai-input" => "answers (ai-input)",
        "ai-index" => "indexes of answers (ai-index)",
        "ai-train" => "training (ai-train)",
        "other" => "previews, feeds, tools (other)",
        PurposeNames.Unknown => "unknown machines",
        _ when who.StartsWith(TermsLine.OperatorPrefix, StringComparison.Ordinal) => $"all agents of {who[TermsLine.OperatorPrefix.Length..]}",
        _ => who[TermsLine.AgentPrefix.Length..],
    };

    static string Words(TermsValue? value) => value switch
    {
        null => "not spoken of",
        { Verdict: Verdict.Allow } => "allowed",
        { Verdict: Verdict.Refuse } => "refused",
        { Price: null } => $"slowed to {Rate(value)}",
        { Limit: null } => $"asked {value.Price}",
        _ => $"asked {value.Price}, slowed to {Rate(value)}",
    };

    static string Rate(TermsValue value) => value.Limit!.ToString()["limit ".Length..]; // asked where there is one

    static string Words(ModeChange change) => change switch
    {
        { Path: null } => $"mode {change.Old!.Value.Name()} → {change.New!.Value.Name()}: {Effect(change.New.Value)}", // a site has a mode
        { Old: null } => $"{change.Path} is new, in {change.New!.Value.Name()}", // one of them has it
        { New: null } => $"{change.Path} is gone, it was in {change.Old.Value.Name()}",
        _ when change.Old == change.New => $"{change.Path} stays in {change.New.Value.Name()}",
        _ => $"{change.Path} {change.Old.Value.Name()} → {change.New.Value.Name()}",
    };

    static string Effect(Mode mode) => mode switch
    {
        Mode.Enforce => "refusals, prices and limits happen",
        Mode.Warn => "the terms are declared and machines are told; nobody is stopped",
        _ => "nothing happens to anybody; only the record says what would have been",
    };

    static object Json(Difference difference) => new
    {
        Sites = difference.Both.Select(pair => new
        {
            pair.Site,
            Modes = pair.Terms.Modes.Select(mode => new { mode.Path, Old = mode.Old?.Name(), New = mode.New?.Name() }),
            Changes = pair.Terms.Changes.Select(change => new { change.Who, change.Path, Old = change.Old?.ToString(), New = change.New?.ToString(), Strictness = Math.Sign(change.Strictness) }),
        }),
        Added = difference.Added.Select(site => site.Name),
        Removed = difference.Removed.Select(site => site.Name),
    };
}
