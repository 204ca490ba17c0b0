using Gardu.Ledger.Entries;

namespace Gardu.Verify;

/// <summary>
/// What was declared, held against what is in the case and against the terms by which requests were decided: the terms that a usage names must have been
/// declared by its site, and not later than the request.
/// </summary>
sealed class CaseDeclarations
{
    /// <summary>Declarations and terms that are held at a time.</summary>
    const int Most = 20_000;

    readonly HashSet<string> hashes = [];
    readonly Dictionary<(string Site, string Terms), long> declared = [];
    readonly Dictionary<(string Site, string Terms), long> needed = [];

    /// <summary>Takes a proven entry.</summary>
    public void Take(Entry entry, UsagePayload? usage)
    {
        if (hashes.Count + declared.Count + needed.Count >= Most)
            return;
        var micros = entry.Envelope.Micros;
        if (usage is { Terms: { Length: > 0 } terms })
            Earliest(needed, (usage.Site, terms), micros);
        if (entry.Envelope.Kind != EntryKind.Declaration || entry.IsErased || DeclarationPayload.Read(entry.Payload) is not { Sha256: { } sha256 } declaration)
            return;
        hashes.Add(sha256);
        if (declaration.Name == DeclarationPayload.TermsName)
            Earliest(declared, (declaration.Site, sha256), micros);
    }

    /// <summary>Says what is proven of declarations.</summary>
    /// <param name="files">Names in the case.</param>
    /// <param name="report">Where it is said.</param>
    public void Conclude(IEnumerable<string> files, Report report)
    {
        var doubts = report.DoubtCount;
        if (hashes.Count + declared.Count + needed.Count >= Most)
            report.Doubt($"it has more than {Most} declarations and terms; further ones were not looked at");
        var given = files.Where(name => name.StartsWith(CaseArchive.DeclaredFolder, StringComparison.Ordinal)).Select(name => name[CaseArchive.DeclaredFolder.Length..]).ToHashSet();
        foreach (var stray in given.Except(hashes).Order(StringComparer.Ordinal))
            report.Doubt($"{CaseArchive.DeclaredFolder}{stray}: no declaration in the log is of it");
        foreach (var ((site, terms), micros) in needed.OrderBy(usage => usage.Value))
        {
            var time = DateTimeOffset.UnixEpoch.AddMicroseconds(micros);
            var times = declared.Where(each => each.Key.Site == site && each.Key.Terms.StartsWith(terms, StringComparison.Ordinal)).Select(each => each.Value).ToList();
            if (times.Count == 0)
                report.Doubt($"a request at {Shown.Of(time)} was decided by terms {Shown.Of(terms)} of {Shown.Of(site)}, and no declaration in the log is of these terms");
            else if (times.Min() > micros)
                report.Doubt($"a request at {Shown.Of(time)} was decided by terms {Shown.Of(terms)} of {Shown.Of(site)}, which the log declares only at {Shown.Of(DateTimeOffset.UnixEpoch.AddMicroseconds(times.Min()))}");
        }
        if (report.DoubtCount == doubts && needed.Count > 0)
            report.Prove("every request was decided by terms that its site had declared before it");
        if (report.DoubtCount == doubts && given.Count > 0)
            report.Prove($"its {given.Count} declared files are what the log says was declared");
        if (hashes.Except(given).Any())
            report.Leave($"the words of {hashes.Except(given).Count()} further declarations: their bytes are not in the case");
    }

    static void Earliest(Dictionary<(string Site, string Terms), long> times, (string Site, string Terms) key, long micros) =>
        times[key] = Math.Min(micros, times.GetValueOrDefault(key, long.MaxValue));
}
