using Gardu.Reports.Replay;

namespace Gardu.Reports.Rendering;

/// <summary>What a replay found, in sentences: the same on a page and in a terminal.</summary>
public static class ReplaySentences
{
    /// <summary>Stands for the rule where none decided.</summary>
    public const string NoRule = "none: nothing speaks of it, or the path is free";

    /// <summary>What becomes of people.</summary>
    public static string People(ReplayFigures replay) =>
        $"People touched: {Figures.Count(replay.PeopleTouched)} of {Figures.Count(replay.People, "request", "requests")}.";

    /// <summary>What is left of the traffic; null where nothing is.</summary>
    /// <param name="parsed">Requests that were read.</param>
    /// <param name="replay">What became of those of the sites.</param>
    public static string? Elsewhere(long parsed, ReplayFigures replay) => parsed - replay.Machines.All - replay.People is var left and > 0
        ? $"{Figures.Count(left, "request was", "requests were")} for hosts that no site of these terms names, and not asked about; the gate would answer 421." : null;

    /// <summary>Which search engines do not simply pass.</summary>
    public static string Search(ReplayFigures replay)
    {
        string[] touched = [.. replay.SearchTouched.Select(machine => $"{machine.Agent} ({string.Join(", ", Parts(machine.Requests))})")];
        return touched.Length == 0 ? "Search agents touched: none." : $"Search agents touched: {string.Join(", ", touched)}. They bring visitors.";
    }

    /// <summary>What it comes to.</summary>
    public static string Money(IReadOnlyList<EarnedFigures> earned) =>
        earned.Count == 0 ? "No price would be met by an answered request."
        : $"At these prices {string.Join(" and ", earned.Select(sum => $"{sum.Amount} for {Figures.Count(sum.Requests, "answered request", "answered requests")}"))}. Few pay today; this is the price tag, not a forecast.";

    /// <summary>Amounts in all currencies; empty where there is none.</summary>
    public static string Amounts(IReadOnlyList<EarnedFigures> earned) => string.Join(" + ", earned.Select(sum => sum.Amount));

    static IEnumerable<string> Parts(OutcomeFigures requests)
    {
        if (requests.Refused > 0)
            yield return $"{Figures.Count(requests.Refused)} refused";
        if (requests.Charged > 0)
            yield return $"{Figures.Count(requests.Charged)} asked a price";
        if (requests.Limited > 0)
            yield return $"{Figures.Count(requests.Limited)} slowed down";
    }
}
