using Gardu.Agents.Undeclared;
using Gardu.Gate.Identifying;
using Gardu.Gate.Sites;

namespace Gardu.Gate.Operator;

/// <summary>Clients with a browser's user agent that behave like machines, those seen last first; they stand in memory only.</summary>
sealed record UndeclaredAnswer(int Threshold, IReadOnlyList<UndeclaredRow> Clients)
{
    public static UndeclaredAnswer Of(Suspects suspects) => new(SignTable.Threshold, [.. suspects.List().Select(UndeclaredRow.Of)]);
}

/// <summary>One of them. <c>Signs</c> and <c>Score</c> are those of its request with the most points; times are RFC 3339 UTC.</summary>
sealed record UndeclaredRow(
    string Site, string Network, string UserAgent, string Mode, int Score, bool Protected, long Requests, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, IReadOnlyList<SignRow> Signs)
{
    public static UndeclaredRow Of(Suspect suspect) => new(
        suspect.Site, suspect.Network, suspect.UserAgent, suspect.Mode == UndeclaredMode.Decide ? "decide" : "show", suspect.Suspicion.Score, suspect.IsProtected,
        suspect.Requests, suspect.FirstSeen, suspect.LastSeen,
        [.. suspect.Suspicion.List().Select(sign => new SignRow(sign.Entry.Name, sign.Entry.Points, sign.Seen))]);
}

/// <summary>A sign, what it counts, and what was seen.</summary>
sealed record SignRow(string Name, int Points, string Seen);
