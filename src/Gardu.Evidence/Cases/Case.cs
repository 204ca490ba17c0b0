using System.Buffers;
using System.Security.Cryptography;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Statements;

namespace Gardu.Evidence.Cases;

/// <summary>
/// Everything there is on one agent in a stretch of time, sealed: an export, what was declared, keys and a page to read (<c>docs/formats/ledger.md</c>, "Case").
/// Memory grows with what was declared, and not with the number of requests.
/// </summary>
public sealed class Case
{
    /// <summary>Changes of what was declared at the most: a file each, of which a verifier takes 10,000.</summary>
    public const int DeclarationsMax = 9_000;

    /// <summary>Octets of <c>entries.jsonl</c> at the most, so that the archive stays below the 4 GiB that every reader of ZIP takes.</summary>
    public const long EntriesBytesMax = 3L << 30;

    /// <summary>Changes of configuration and keys that are told one by one.</summary>
    const int EventsMax = 10_000;

    readonly List<DeclaredChange> declarations = [];
    readonly List<CaseEvent> events = [];
    readonly List<(long Index, DateTimeOffset Time, LogKeyPayload Payload)> keyChanges = [];
    readonly HashSet<string> sites = [];

    Case(CaseSource source) => Source = source;

    /// <summary>How many requests it is of.</summary>
    public long RequestCount => Requests.Requests;

    /// <summary>How many entries of the log it holds.</summary>
    public long EntryCount { get; private set; }

    internal CaseSource Source { get; }

    internal RequestTally Requests { get; } = new();

    internal Statement Statement { get; private set; } = null!; // Read sets it

    /// <summary>SHA-256 of the entries' file.</summary>
    internal string EntriesHash { get; private set; } = "";

    /// <summary>Changes of what was declared before the end, by index.</summary>
    internal IReadOnlyList<DeclaredChange> Declarations => declarations;

    /// <summary>Everything else that changed, by index.</summary>
    internal IReadOnlyList<CaseEvent> Events => events;

    /// <summary>Changes of the log's own keys, by index.</summary>
    internal IReadOnlyList<(long Index, DateTimeOffset Time, LogKeyPayload Payload)> KeyChanges => keyChanges;

    /// <summary>SHA-256 of what was declared and is at hand, sorted.</summary>
    internal IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>Payloads that the operator erased of the whole log, as far as it says so itself.</summary>
    internal long Erased { get; private set; }

    /// <summary>Whether requests of the case were for a site.</summary>
    internal bool IsAsked(string site) => sites.Contains(site);

    /// <summary>Goes through the entries and lays the file of them aside.</summary>
    /// <param name="source">What it is made of.</param>
    /// <param name="entries">Gets the bytes of <c>entries.jsonl</c>.</param>
    /// <param name="problem">Why there can be no case; null where there is one. A case without requests is one too.</param>
    /// <param name="progress">Is told the index of each entry.</param>
    public static Case? Read(CaseSource source, Stream entries, out string? problem, Action<long>? progress = null)
    {
        var made = new Case(source);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, counter, written) = (new ArrayBufferWriter<byte>(), new StatementCounter(), 0L);
        source.Header.Write(buffer);
        problem = null;
        foreach (var line in source.Entries.Where(line => Concerns(line.Entry.Envelope, source)))
        {
            progress?.Invoke(line.Index);
            line.Write(buffer);
            problem = made.Take(line, counter) ?? (written > EntriesBytesMax ? "a case cannot hold so many requests; ask for a shorter time with --from and --to" : null);
            if (problem is not null)
                return null;
            Flush();
        }
        Flush();
        made.EntriesHash = Convert.ToHexStringLower(hash.GetHashAndReset());
        made.Statement = counter.ToStatement(source.Header.Filter, source.Checkpoint);
        made.FindFiles();
        return made;

        void Flush()
        {
            entries.Write(buffer.WrittenSpan);
            hash.AppendData(buffer.WrittenSpan);
            written += buffer.WrittenCount;
            buffer.Clear();
        }
    }

    /// <summary>Usage, what was in force before the end, and whatever was done to the log and its keys.</summary>
    static bool Concerns(Envelope envelope, CaseSource source) => envelope.Kind is EntryKind.LogKey or EntryKind.Operator || envelope.Time < source.To;

    string? Take(ExportEntry line, StatementCounter counter)
    {
        EntryCount++;
        var (entry, time) = (line.Entry, line.Entry.Envelope.Time);
        if (entry.Envelope.Kind == EntryKind.Usage)
        {
            if (entry.IsErased || UsagePayload.Read(entry.Payload) is not { } usage)
                return null;
            sites.Add(usage.Site);
            Requests.Take(new CaseRequest(line.Index, time, usage));
            return counter.Add(usage) ? null : "a statement cannot hold so much; ask for a shorter time with --from and --to";
        }
        if (entry.Envelope.Kind == EntryKind.Operator && OperatorPayload.Read(entry.Payload) is { Entries: { } erased })
            Erased += erased;
        if (entry.Envelope.Kind == EntryKind.Declaration && !entry.IsErased && DeclarationPayload.Read(entry.Payload) is { } payload)
        {
            declarations.Add(new DeclaredChange(line.Index, time, payload));
            return declarations.Count <= DeclarationsMax ? null : $"what was declared changed more than {DeclarationsMax} times before the end, and a case cannot hold more";
        }
        if (events.Count < EventsMax && CaseEvent.Of(line) is { } change)
        {
            events.Add(change);
            if (change.Kind == EntryKind.LogKey && LogKeyPayload.Read(entry.Payload) is { } key)
                keyChanges.Add((line.Index, time, key));
        }
        return null;
    }

    void FindFiles() => Files =
    [
        .. declarations.Select(change => change.Payload.Sha256).OfType<string>().Distinct()
            .Where(hash => hash.Length == 2 * SHA256.HashSizeInBytes && hash.All(char.IsAsciiHexDigitLower) && Source.Declared(hash) is not null).Order(StringComparer.Ordinal),
    ];
}
