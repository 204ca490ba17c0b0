using Gardu.Terms;
using Gardu.Terms.Values;

namespace Gardu.Reports.Replay;

/// <summary>What old traffic would get under given terms, by verdict: what the gate would have written down for it.</summary>
public sealed record ReplayFigures
{
    /// <summary>All requests of machines that the terms decided.</summary>
    public required OutcomeFigures Machines { get; init; }

    /// <summary>Requests of people that the terms were asked about.</summary>
    public required long People { get; init; }

    /// <summary>Requests of people that would get anything but the origin's answer.</summary>
    public required long PeopleTouched { get; init; }

    /// <summary>A row for each machine: touched requests descending, then requests, then name.</summary>
    public required IReadOnlyList<ReplayedMachineFigures> ByMachine { get; init; }

    /// <summary>A row for each line of the terms that decided something: touched requests descending, then requests, then name.</summary>
    public required IReadOnlyList<ReplayedRuleFigures> ByRule { get; init; }

    /// <summary>What would be charged, by currency.</summary>
    public required IReadOnlyList<EarnedFigures> Earned { get; init; }

    /// <summary>Search engines' agents that would be refused, charged or slowed.</summary>
    public IEnumerable<ReplayedMachineFigures> SearchTouched => ByMachine.Where(machine => machine.Purpose == Purpose.Search.Name() && machine.Requests.Touched > 0);
}

/// <summary>Requests by what they would get.</summary>
/// <param name="Allowed">They pass.</param>
/// <param name="Limited">They come faster than the limit: 429.</param>
/// <param name="Charged">They are asked a price: 402 where nothing pays it.</param>
/// <param name="Refused">403, or 400 where the path cannot be read.</param>
public sealed record OutcomeFigures(long Allowed, long Limited, long Charged, long Refused)
{
    /// <summary>All of them.</summary>
    public long All => Allowed + Touched;

    /// <summary>Those that would not simply pass.</summary>
    public long Touched => Limited + Charged + Refused;
}

/// <summary>What one machine would get.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Operator">Who runs it; null outside the catalogue.</param>
/// <param name="Purpose">The purpose's name; <c>unknown</c> outside the catalogue.</param>
/// <param name="Requests">By what they would get.</param>
/// <param name="Earned">What would be charged, by currency.</param>
public sealed record ReplayedMachineFigures(string Agent, string? Operator, string Purpose, OutcomeFigures Requests, IReadOnlyList<EarnedFigures> Earned);

/// <summary>What one line of the terms would do.</summary>
/// <param name="Site">The site's first host.</param>
/// <param name="Rule">The line, as records name it; null where none speaks or the path is free.</param>
/// <param name="Value">What it gives; null with no line.</param>
/// <param name="Mode">How far it goes today; null with no line.</param>
/// <param name="Requests">By what they would get.</param>
/// <param name="Earned">What would be charged, by currency.</param>
public sealed record ReplayedRuleFigures(string Site, string? Rule, string? Value, string? Mode, OutcomeFigures Requests, IReadOnlyList<EarnedFigures> Earned);

/// <summary>What would be charged in one currency: answers 2xx with content to machines that do not lie, at a price per request.</summary>
/// <param name="Requests">How many requests.</param>
/// <param name="Amount">Their prices together.</param>
public sealed record EarnedFigures(long Requests, Money Amount);
