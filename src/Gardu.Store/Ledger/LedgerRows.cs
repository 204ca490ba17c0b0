using System.Data.Common;
using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;

namespace Gardu.Store.Ledger;

/// <summary>The ledger's half in either database.</summary>
public sealed class LedgerRows(Database database) : ILedgerRows
{
    const string SelectPending = "SELECT seq, kind, time, hash FROM entry WHERE leaf_index IS NULL ORDER BY seq LIMIT @0";
    const string InRange = "WHERE e.leaf_index >= @0 AND e.leaf_index < @1";

    static readonly string SelectEntries =
        $"SELECT {UsageRows.ColumnsOf("u")}, u.salt, e.leaf_index, e.kind, e.time, e.hash, p.salt, p.payload, p.site, p.licensee "
        + $"FROM entry e LEFT JOIN usage u ON u.seq = e.seq AND e.kind = {(int)EntryKind.Usage} LEFT JOIN payload p ON p.entry = e.seq";

    const int Window = 10_000;

    /// <summary>Where the columns behind those of usage begin.</summary>
    static int Behind => UsageRows.Count;

    /// <summary>The database.</summary>
    public Database Database => database;

    /// <summary>Fixes the log's name where it has none yet, and gives the one that it has.</summary>
    public string Origin(string wanted) => database.Guarded(Access.Write, connection =>
    {
        connection.Execute("UPDATE ledger SET origin = @0 WHERE origin = ''", wanted);
        return connection.Scalar<string>("SELECT origin FROM ledger");
    });

    /// <summary>The log's name; null where it has none yet.</summary>
    public string? Origin() => database.Guarded(Access.Read, connection => connection.Scalar<string>("SELECT origin FROM ledger")) is { Length: > 0 } origin ? origin : null;

    /// <summary>Every key that has signed for the log, the first one first, and which of them sign no longer.</summary>
    public IReadOnlyList<(NoteKey Key, bool IsRetired)> Keys() => database.Guarded(Access.Read, connection => connection.Query("SELECT vkey, retired FROM ledger_key ORDER BY seq", row =>
        (NoteKey.Parse(row.GetString(0)) ?? throw Damaged($"\"{row.GetString(0)}\" is no key"), !row.IsDBNull(1))));

    /// <summary>
    /// Puts the log's first key on record, with its entry, and with entries of what sites say, and of licensees and their keys, from before there was a ledger; nothing where it has a key. Of several
    /// gates that start on an empty database one is the first.
    /// </summary>
    public void AddFirst(NoteKey key, DateTimeOffset now) => ChangeKey(
        "INSERT INTO ledger_key (vkey) SELECT CAST(@0 AS text) WHERE NOT EXISTS (SELECT 1 FROM ledger_key)", "added", now, [key.ToString()], connection =>
        {
            foreach (var said in Declarations.InForce(connection))
                new NewEntry(EntryKind.Declaration, now, Payloads.Of(said), said.Site).Enter(connection);
            var entered = connection.Query("SELECT DISTINCT licensee FROM payload WHERE licensee IS NOT NULL", row => row.GetString(0)).ToHashSet();
            foreach (var licensee in Credentials.Licensees(connection).Where(known => !entered.Contains(known.Id)))
                new NewEntry(EntryKind.Licensee, now, Payloads.Of(licensee), Licensee: licensee.Id).Enter(connection);
            foreach (var issued in Credentials.Keys(connection).Where(known => !entered.Contains(known.Licensee.Id)))
                Credentials.Enter(connection, issued, issued.Revoked is null ? "added" : "revoked", now);
        });

    /// <summary>Puts a key of the log on record, with its entry; nothing where it is there already.</summary>
    public void Add(NoteKey key, DateTimeOffset now) => ChangeKey("INSERT INTO ledger_key (vkey) VALUES (@0) ON CONFLICT (vkey) DO NOTHING", "added", now, [key.ToString()]);

    /// <summary>Puts on record that a key signs no longer; nothing where it has been before.</summary>
    public void Retire(NoteKey key, DateTimeOffset now) => ChangeKey("UPDATE ledger_key SET retired = @1 WHERE vkey = @0 AND retired IS NULL", "retired", now, [key.ToString(), UsageRows.Micros(now)]);

    /// <summary>Puts on record what the gate works by, where the last one on record is another.</summary>
    public void Note(ConfigurationInForce configuration, DateTimeOffset now) => database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        var payload = Payloads.Of(configuration);
        var last = connection.Query($"SELECT p.payload FROM entry e JOIN payload p ON p.entry = e.seq WHERE e.kind <> {(int)EntryKind.Usage} AND e.kind = {(int)EntryKind.Configuration} ORDER BY e.seq DESC LIMIT 1", row => (byte[])row.GetValue(0));
        if (last is not [var known] || !known.AsSpan().SequenceEqual(payload))
            new NewEntry(EntryKind.Configuration, now, payload).Enter(connection);
        transaction.Commit();
    });

    /// <summary>An entry by its index; null where there is none.</summary>
    public ConcernedEntry? Entry(long index) => Find("e.leaf_index = @0", index) is [var (_, entry)] ? entry : null;

    /// <summary>The entry of a request; null where there is none. Its index is null while it waits for one.</summary>
    public (long? Index, ConcernedEntry Entry)? Find(RequestId request) => Find("u.id = @0", request.Value.ToByteArray(bigEndian: true)) is [var found] ? found : null;

    IReadOnlyList<(long? Index, ConcernedEntry Entry)> Find(string condition, object value) => database.Guarded(Access.Read, connection => connection.Query(
        $"{SelectEntries} WHERE {condition}",
        row => (row.IsDBNull(Behind + 1) ? (long?)null : row.GetInt64(Behind + 1), ConcernedOf(row)), value));

    /// <summary>Entries of an export, by index; windows of indexes keep each look short.</summary>
    /// <param name="filter">What is asked for; agents are for whoever reads payloads.</param>
    /// <param name="size">Indexes below this.</param>
    public IEnumerable<(long Index, ConcernedEntry Entry)> Select(ExportFilter filter, long size)
    {
        var end = Math.Min(size, filter.Last + 1 ?? size);
        for (var first = filter.First ?? 0; first < end; first += Window)
        {
            var rows = database.Guarded(Access.Read, connection => connection.Query(
                $"{SelectEntries} {InRange} AND (e.kind <> {(int)EntryKind.Usage} OR (e.time >= @2 AND e.time < @3 AND (@4 = '' OR u.licensee = @4) AND (@5 = '' OR u.site = @5))) ORDER BY e.leaf_index",
                row => (row.GetInt64(Behind + 1), ConcernedOf(row)), first, Math.Min(end, first + Window),
                filter.From is { } from ? UsageRows.Micros(from) : 0, filter.To is { } to ? UsageRows.Micros(to) : long.MaxValue, filter.Licensee ?? "", filter.Site ?? ""));
            foreach (var row in rows)
                yield return row;
        }
    }

    void ChangeKey(string sql, string change, DateTimeOffset now, object[] values, Action<DbConnection>? besides = null) => database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("UPDATE ledger SET origin = origin"); // one after the other
        if (connection.Execute(sql, values) > 0)
        {
            new NewEntry(EntryKind.LogKey, now, Payloads.OfLogKey((string)values[0], change)).Enter(connection);
            besides?.Invoke(connection);
        }
        transaction.Commit();
    });

    /// <inheritdoc/>
    public LedgerHead Head() => database.Guarded(Access.Read, connection => connection.Query("SELECT size, root, epoch FROM ledger", row =>
        new LedgerHead(row.GetInt64(0), HashOf(row, 1), row.GetInt64(2))) is [var head] ? head : throw Damaged("it has no head"));

    /// <inheritdoc/>
    public IReadOnlyList<PendingEntry> Pending(int most) => database.Guarded(Access.Read, connection => connection.Query(
        SelectPending, row => new PendingEntry(row.GetInt64(0), EnvelopeOf(row, 1)), most));

    /// <inheritdoc/>
    public bool TryAppend(LedgerHead expected, LedgerHead next, IReadOnlyList<long> rows) => database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        if (!TryMove(connection, expected, next))
            return false;
        Place(connection, rows, expected.Size);
        transaction.Commit();
        return true;
    });

    /// <inheritdoc/>
    public bool TryAdopt(LedgerHead expected, LedgerHead next, IReadOnlyList<Envelope> envelopes) => database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        if (!TryMove(connection, expected, next))
            return false;
        // A copy that was made while entries waited for their indexes has those whole.
        var waiting = connection.Query(SelectPending, row => (Row: row.GetInt64(0), Envelope: EnvelopeOf(row, 1)), envelopes.Count).DistinctBy(entry => entry.Envelope).ToDictionary(entry => entry.Envelope, entry => entry.Row);
        Place(connection, [.. envelopes.Select(envelope => waiting.Remove(envelope, out var row) ? row : NewEntry.Write(connection, envelope))], expected.Size);
        transaction.Commit();
        return true;
    });

    /// <inheritdoc/>
    public IReadOnlyList<Envelope> Envelopes(long first, int most) => InARow(first, database.Guarded(Access.Read, connection => connection.Query(
        $"SELECT leaf_index, kind, time, hash FROM entry e {InRange} ORDER BY leaf_index", row => (row.GetInt64(0), EnvelopeOf(row, 1)), first, first + most)));

    /// <inheritdoc/>
    public IReadOnlyList<Entry> Entries(long first, int most) => InARow(first, database.Guarded(Access.Read, connection => connection.Query(
        $"{SelectEntries} {InRange} ORDER BY e.leaf_index", row => (row.GetInt64(Behind + 1), ConcernedOf(row).Entry), first, first + most)));

    static bool TryMove(DbConnection connection, LedgerHead expected, LedgerHead next) => connection.Execute(
        "UPDATE ledger SET size = @0, root = @1, epoch = @2 WHERE size = @3 AND root = @4 AND epoch = @5",
        next.Size, next.Root.ToArray(), next.Epoch, expected.Size, expected.Root.ToArray(), expected.Epoch) == 1;

    /// <summary>Gives entries their indexes. Most come in a row, and a row of them takes one statement.</summary>
    void Place(DbConnection connection, IReadOnlyList<long> rows, long first)
    {
        for (var (from, to) = (0, 0); from < rows.Count; from = to)
        {
            while (++to < rows.Count && rows[to] == rows[to - 1] + 1)
            {
            }
            var placed = connection.Execute("UPDATE entry SET leaf_index = seq + @0 WHERE seq BETWEEN @1 AND @2 AND leaf_index IS NULL", first + from - rows[from], rows[from], rows[to - 1]);
            if (placed != to - from)
                throw Damaged($"of the entries {rows[from]} to {rows[to - 1]} some have an index already, though the head had not moved");
        }
    }

    IReadOnlyList<T> InARow<T>(long first, IReadOnlyList<(long Index, T Value)> rows)
    {
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Index != first + i)
                throw Damaged($"entry {first + i} is missing");
        return [.. rows.Select(row => row.Value)];
    }

    StoreException Damaged(string what) => new($"the ledger in {database} is damaged: {what}", isCorrupt: true);

    static Envelope EnvelopeOf(DbDataReader row, int at) => new((EntryKind)row.GetInt16(at), row.GetInt64(at + 1), HashOf(row, at + 2));

    /// <summary>An entry of <see cref="SelectEntries"/>; what a usage record says is made of its row.</summary>
    static ConcernedEntry ConcernedOf(DbDataReader row)
    {
        var envelope = EnvelopeOf(row, Behind + 2);
        if (!row.IsDBNull(Behind))
        {
            var record = UsageRows.Read(row);
            return new ConcernedEntry(new Entry(envelope, (byte[])row.GetValue(Behind), Payloads.Of(record)), record.Identity.Licensee, record.Site);
        }
        return row.IsDBNull(Behind + 5)
            ? new ConcernedEntry(new Entry(envelope, default, default), null, null)
            : new ConcernedEntry(new Entry(envelope, (byte[])row.GetValue(Behind + 5), (byte[])row.GetValue(Behind + 6)), row.IsDBNull(Behind + 8) ? null : row.GetString(Behind + 8), row.IsDBNull(Behind + 7) ? null : row.GetString(Behind + 7));
    }

    static TreeHash HashOf(DbDataReader row, int at) => TreeHash.TryRead((byte[])row.GetValue(at), out var hash) ? hash : default; // what is not one gives no right root
}
