namespace Gardu.Evidence.Cases;

/// <summary>The requests of a case, counted; memory does not grow with their number.</summary>
sealed class RequestTally
{
    /// <summary>Requests that are shown of each decision, of the first and of the last.</summary>
    public const int ShownMax = 100;

    const int WordsMax = 1000;
    const int DecisionsMax = 32;
    const int DaysMax = 20_000;

    static readonly (string, string) OtherDecisions = ("other", "");

    readonly Dictionary<(string Decision, string Mode), FirstAndLast> decisions = [];

    public long Requests { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The earliest; null where there is none.</summary>
    public CaseRequest? First { get; private set; }

    /// <summary>The latest; null where there is none.</summary>
    public CaseRequest? Last { get; private set; }

    public Counts<string> Sites { get; } = new(WordsMax);

    public Counts<string> Proofs { get; } = new(WordsMax);

    public Counts<string> Reasons { get; } = new(WordsMax);

    public Counts<string> UserAgents { get; } = new(WordsMax);

    public Counts<long> Statuses { get; } = new(WordsMax);

    /// <summary>By site, and how the hash of its terms begins.</summary>
    public Counts<(string Site, string Terms)> Terms { get; } = new(Case.DeclarationsMax);

    /// <summary>By day (UTC) and decision.</summary>
    public Counts<(DateOnly Day, string Decision)> Days { get; } = new(DaysMax);

    /// <summary>Each decision in each mode, with its first and last requests; by name.</summary>
    public IEnumerable<((string Decision, string Mode) Key, FirstAndLast Requests)> Decisions =>
        decisions.OrderBy(group => group.Key.Decision, StringComparer.Ordinal).ThenBy(group => group.Key.Mode, StringComparer.Ordinal).Select(group => (group.Key, group.Value));

    public void Take(CaseRequest request)
    {
        var usage = request.Usage;
        Requests++;
        Bytes += usage.Bytes;
        First = First is null || request.Time < First.Time ? request : First;
        Last = Last is null || request.Time >= Last.Time ? request : Last;
        Sites.Add(usage.Site, usage.Bytes);
        Proofs.Add(usage.Proof, usage.Bytes);
        Reasons.Add(usage.Reason ?? "", usage.Bytes);
        UserAgents.Add(usage.UserAgent ?? "", usage.Bytes);
        Statuses.Add(usage.Status ?? 0, usage.Bytes);
        Terms.Add((usage.Site, usage.Terms ?? ""), usage.Bytes);
        Days.Add((DateOnly.FromDateTime(request.Time.UtcDateTime), usage.Decision), usage.Bytes);
        var key = (usage.Decision, usage.Decision == CaseWords.Allow ? "" : usage.Mode ?? "");
        if (decisions.Count >= DecisionsMax && !decisions.ContainsKey(key))
            key = OtherDecisions;
        if (!decisions.TryGetValue(key, out var group))
            decisions.Add(key, group = new FirstAndLast(ShownMax));
        group.Take(request);
    }
}
