using Gardu.Reports.Replay;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Traffic;

/// <summary>The answers: who came, proven or not, what they took, what they sent back, what it would be worth.</summary>
public sealed record TrafficSummary
{
    /// <summary>What was read.</summary>
    public required SourceFigures Source { get; init; }

    /// <summary>All traffic, and the machines' part.</summary>
    public required TrafficFigures Traffic { get; init; }

    /// <summary>A row for each machine: requests descending, then name.</summary>
    public required IReadOnlyList<MachineFigures> Machines { get; init; }

    /// <summary>A row for each operator that took or sent anything: visitors descending, then name.</summary>
    public required IReadOnlyList<ReferralFigures> Referrals { get; init; }

    /// <summary>What it would be worth under the given terms.</summary>
    public required WorthFigures Worth { get; init; }

    /// <summary>Requests over time.</summary>
    public required SeriesFigures Series { get; init; }

    /// <summary>What the traffic would get under the given terms; null where it was not replayed.</summary>
    public ReplayFigures? Replay { get; init; }
}

/// <summary>What was read.</summary>
public sealed record SourceFigures
{
    /// <summary>Number of files, standard input included; 0 for what a gate recorded.</summary>
    public required int Files { get; init; }

    /// <summary>Lines that were understood.</summary>
    public required long Parsed { get; init; }

    /// <summary>Lines that were not.</summary>
    public required long Rejected { get; init; }

    /// <summary>The earliest request, UTC; null where there was none.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>The latest request, UTC; null where there was none.</summary>
    public required DateTimeOffset? To { get; init; }

    /// <summary>Starts of the first few lines that were not understood, as they stood.</summary>
    public required IReadOnlyList<byte[]> RejectedLines { get; init; }

    /// <summary>What could not be read, and what the figures leave out, in sentences for the owner.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Lines that are neither blank nor directives.</summary>
    public long Lines => Parsed + Rejected;

    /// <summary>Whether it is what a gate recorded, and no log.</summary>
    public bool IsRecord => Files == 0;
}

/// <summary>How much there was.</summary>
/// <param name="Requests">All requests.</param>
/// <param name="Bytes">All bytes sent.</param>
/// <param name="MachineRequests">Those of machines.</param>
/// <param name="MachineBytes">Bytes sent to machines.</param>
public sealed record TrafficFigures(long Requests, long Bytes, long MachineRequests, long MachineBytes)
{
    /// <summary>Of people's requests, those of clients that behaved like machines; null where nobody looked.</summary>
    public long? Suspected { get; init; }

    /// <summary>The machines' part of all requests, 0 to 1; 0 where there are none.</summary>
    public double MachineShare => Requests == 0 ? 0 : (double)MachineRequests / Requests;
}

/// <summary>What one agent, or the machines of one unknown name, did.</summary>
public sealed record MachineFigures
{
    /// <summary>Product token, library's name, <c>(empty)</c> or <c>(other)</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>Who runs it; null outside the catalogue.</summary>
    public required string? Operator { get; init; }

    /// <summary>The purpose's name; <c>unknown</c> outside the catalogue.</summary>
    public required string Purpose { get; init; }

    /// <summary>Requests, those of spoofers included.</summary>
    public required long Requests { get; init; }

    /// <summary>Bytes sent.</summary>
    public required long Bytes { get; init; }

    /// <summary>Requests by <see cref="Proof"/>; unknown machines have <see cref="Proof.None"/>.</summary>
    public required IReadOnlyList<long> Proofs { get; init; }

    /// <summary>Requests by what their proof rests on: requests descending, then code; of unknown machines what stands in its place, such as a signature that does not hold.</summary>
    public required IReadOnlyList<GroundsFigures> Grounds { get; init; }

    /// <summary>Requests answered 401, 402, 403 or 429.</summary>
    public required long Refused { get; init; }

    /// <summary>Requests for paths that robots.txt disallows; null where no robots.txt was given.</summary>
    public required long? IgnoredRobots { get; init; }

    /// <summary>The first request, UTC.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>The last request, UTC.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The paths asked for most: requests descending, then path.</summary>
    public required IReadOnlyList<PathFigures> TopPaths { get; init; }

    /// <summary>Requests with a proof.</summary>
    public long Proven(Proof proof) => Proofs[(int)proof];

    /// <summary>Whether it gave a name that can be proven, or proved one: false for what is a machine and no more.</summary>
    public bool HasName => Requests > Proven(Proof.None);

    /// <summary>Who runs it; where that is not known, who signs; else that nobody knows.</summary>
    public string Company => Operator ?? (HasName ? Agent : "unknown machines");

    /// <summary>Requests under a name that was not theirs.</summary>
    public long Spoofed => Proven(Proof.Spoofed);
}

/// <summary>What the proof of requests rests on.</summary>
/// <param name="Reason">Why they have the proof, of <see cref="ProofReasons"/>.</param>
/// <param name="Proof">The proof; one reason can go with several, since a weaker one holds where a signature does not.</param>
/// <param name="Requests">How many, one or more.</param>
public sealed record GroundsFigures(ReasonCode Reason, Proof Proof, long Requests);

/// <summary>How often a path was asked for.</summary>
/// <param name="Path">Path and query, escapes undone; cut at 512 bytes.</param>
/// <param name="Requests">How often; at least so often where it is an estimate.</param>
/// <param name="IsEstimate">True where more different paths were asked for than are kept.</param>
public sealed record PathFigures(string Path, long Requests, bool IsEstimate);

/// <summary>What an operator sent back.</summary>
/// <param name="Operator">Its name.</param>
/// <param name="Visitors">People's page views whose referrer is one of its hosts.</param>
/// <param name="Crawled">Requests of its agents, without those of spoofers.</param>
public sealed record ReferralFigures(string Operator, long Visitors, long Crawled)
{
    /// <summary>Machine requests for each visitor; null where there was no visitor.</summary>
    public double? CrawlToRefer => Visitors == 0 ? null : (double)Crawled / Visitors;
}

/// <summary>What requests would have been worth under given terms.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="TotalMicros">Millionths of the currency's unit.</param>
/// <param name="Lines">A line for each machine that would have been charged: amount descending, then name.</param>
public sealed record WorthFigures(string Currency, long TotalMicros, IReadOnlyList<WorthLine> Lines);

/// <summary>What one machine's requests would have been worth.</summary>
/// <param name="Agent">Its name.</param>
/// <param name="Purpose">The purpose's name.</param>
/// <param name="Requests">Requests that would have been charged.</param>
/// <param name="Micros">Millionths of the currency's unit.</param>
public sealed record WorthLine(string Agent, string Purpose, long Requests, long Micros);

/// <summary>Requests over time.</summary>
/// <param name="Length">How long one stretch is.</param>
/// <param name="Points">The stretches that have requests, by time.</param>
public sealed record SeriesFigures(TimeSpan Length, IReadOnlyList<SeriesPoint> Points);

/// <summary>Requests in one stretch of time.</summary>
/// <param name="Start">Its start, UTC.</param>
/// <param name="People">Requests of people.</param>
/// <param name="Machines">Requests of machines.</param>
public sealed record SeriesPoint(DateTimeOffset Start, long People, long Machines);
