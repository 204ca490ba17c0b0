using System.Data.Common;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;

namespace Gardu.Store.Ledger;

/// <summary>The ledger's half in either database.</summary>
public sealed class LedgerRows(Database database) : ILedgerRows
{
    const string SelectEnvelopes = "SELECT l.leaf_index, e.kind, e.time, e.hash FROM leaf l JOIN entry e ON e.seq = l.entry";
    const string SelectEntries = "SELECT l.leaf_index, e.kind, e.time, e.hash, e.salt, e.payload, e.site, e.licensee FROM leaf l JOIN entry e ON e.seq = l.entry";
    const string InRange = "WHERE l.leaf_index >= @0 AND l.leaf_index < @1 ORDER BY l.leaf_index";

    /// <inheritdoc/>
    public LedgerHead Head() => database.Guarded(Access.Read, connection => connection.Query("SELECT size, root, epoch FROM ledger", row =>
        new LedgerHead(row.GetInt64(0), HashOf(row, 1), row.GetInt64(2))) is [var head] ? head : throw Damaged("it has no head"));

    /// <inheritdoc/>
    public IReadOnlyList<PendingEntry> Pending(int most) => database.Guarded(Access.Read, connection => connection.Query(
        "SELECT l.entry, e.kind, e.time, e.hash FROM leaf l JOIN entry e ON e.seq = l.entry WHERE l.leaf_index IS NULL ORDER BY l.entry LIMIT @0",
        row => new PendingEntry(row.GetInt64(0), EnvelopeOf(row)), most));

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
        var rows = envelopes.Select(envelope => connection.Scalar<long>("INSERT INTO entry (kind, time, hash) VALUES (@0, @1, @2) RETURNING seq", (short)envelope.Kind, envelope.Micros, Octets(envelope.PayloadHash)));
        Place(connection, [.. rows], expected.Size);
        transaction.Commit();
        return true;
    });

    /// <inheritdoc/>
    public IReadOnlyList<Envelope> Envelopes(long first, int most) => InARow(first, database.Guarded(Access.Read, connection => connection.Query(
        $"{SelectEnvelopes} {InRange}", row => (row.GetInt64(0), EnvelopeOf(row)), first, first + most)));

    /// <inheritdoc/>
    public IReadOnlyList<Entry> Entries(long first, int most) => InARow(first, database.Guarded(Access.Read, connection => connection.Query(
        $"{SelectEntries} {InRange}", row => (row.GetInt64(0), EntryOf(row)), first, first + most)));

    static bool TryMove(DbConnection connection, LedgerHead expected, LedgerHead next) => connection.Execute(
        "UPDATE ledger SET size = @0, root = @1, epoch = @2 WHERE size = @3 AND root = @4 AND epoch = @5",
        next.Size, Octets(next.Root), next.Epoch, expected.Size, Octets(expected.Root), expected.Epoch) == 1;

    /// <summary>Gives entries their indexes. Most come in a row, and a row of them takes one statement.</summary>
    void Place(DbConnection connection, IReadOnlyList<long> rows, long first)
    {
        for (var (from, to) = (0, 0); from < rows.Count; from = to)
        {
            while (++to < rows.Count && rows[to] == rows[to - 1] + 1)
            {
            }
            var placed = connection.Execute("UPDATE leaf SET leaf_index = entry + @0 WHERE entry BETWEEN @1 AND @2 AND leaf_index IS NULL", first + from - rows[from], rows[from], rows[to - 1]);
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

    static Envelope EnvelopeOf(DbDataReader row) => new((EntryKind)row.GetInt16(1), row.GetInt64(2), HashOf(row, 3));

    static Entry EntryOf(DbDataReader row) => new(EnvelopeOf(row), OctetsOf(row, 4), OctetsOf(row, 5));

    static ReadOnlyMemory<byte> OctetsOf(DbDataReader row, int at) => row.IsDBNull(at) ? default : (byte[])row.GetValue(at);

    static TreeHash HashOf(DbDataReader row, int at) => TreeHash.TryRead((byte[])row.GetValue(at), out var hash) ? hash : default; // what is not one gives no right root

    static byte[] Octets(TreeHash hash)
    {
        var octets = new byte[TreeHash.Size];
        hash.Write(octets);
        return octets;
    }
}
