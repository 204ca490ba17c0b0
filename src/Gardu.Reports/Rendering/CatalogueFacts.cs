using System.Globalization;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Reports.Profiles;
using Gardu.Terms;

namespace Gardu.Reports.Rendering;

/// <summary>What the catalogue says of an agent, in words: the same on a page and in a terminal.</summary>
public static class CatalogueFacts
{
    /// <summary>Everything but whom to write to, in the order in which it is shown; a fact without a name goes on with the one before.</summary>
    public static IEnumerable<ProfileFact> Of(Agent agent, IReadOnlyList<AddressFeed> loaded, DateTimeOffset now)
    {
        yield return new("purpose", agent.Purpose.Name());
        foreach (var fact in Many("also used for", agent.AlsoUsedFor.Select(purpose => purpose.Name())))
            yield return fact;
        if (Whose(AgentSource.Of(agent)) is { } whose)
            yield return new("entry", whose);
        foreach (var fact in Many("in user agents", agent.Patterns))
            yield return fact;
        if (agent.IsControlToken)
            yield return new("control token", "never fetches: whoever sends it lies");
        foreach (var source in agent.Proofs.Feeds)
        {
            yield return new("address list", $"{source.File}{(source.Url is null ? "" : $" from {source.Url}")}");
            yield return new("", loaded.FirstOrDefault(feed => feed.File == source.File) is { } feed ? Age(feed, now) : $"not loaded; bring it with gardu agents update{(source.Url is null ? " --from DIR" : "")}");
        }
        foreach (var fact in Many("reverse DNS", agent.Proofs.DnsSuffixes)
            .Concat(Many("networks", agent.Proofs.AutonomousSystems.Select(number => string.Create(CultureInfo.InvariantCulture, $"AS{number}"))))
            .Concat(Many("signatures", agent.Proofs.Signers)))
            yield return fact;
        yield return new("honours robots.txt", Say(agent.HonoursRobots));
        if (AgentSource.Of(agent) != AgentSource.Owner)
            yield return new("checked", agent.Checked.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>Whose word an entry is; null where it is the catalogue's alone.</summary>
    public static string? Whose(AgentSource source) =>
        source == AgentSource.Catalogue ? null
        : source == AgentSource.Owner ? "yours"
        : source.Overrides.Count == 0 ? "yours, and the same as the catalogue's"
        : $"yours in {string.Join(", ", source.Overrides)}, else the catalogue's";

    /// <summary>A stance in a word.</summary>
    public static string Say(RobotsStance stance) => stance switch
    {
        RobotsStance.Yes => "yes",
        RobotsStance.No => "no",
        RobotsStance.Unclear => "unclear",
        _ => throw new InvalidOperationException($"no word for stance {stance}"),
    };

    /// <summary>Whole days since a list's date; negative where the date is to come.</summary>
    public static int Days(AddressFeed feed, DateTimeOffset now) => (int)Math.Floor((now - feed.Dated).TotalDays);

    static string Age(AddressFeed feed, DateTimeOffset now)
    {
        var lies = feed.IsFreshAt(now) ? "" : $"; too old to show a lie (over {AddressFeed.FreshFor.TotalDays:0} days)";
        return string.Create(CultureInfo.InvariantCulture, $"{Figures.Count(feed.Ranges.Count, "range", "ranges")} of {feed.Dated:yyyy-MM-dd}, {Days(feed, now)} days old{lies}");
    }

    static IEnumerable<ProfileFact> Many(string name, IEnumerable<string> values) => string.Join(", ", values) is { Length: > 0 } text ? [new ProfileFact(name, text)] : [];
}
