using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Store.Ledger;

namespace Gardu.Store.Tests.Ledger;

/// <summary>A database that keeps every commit, and of which a commit's outcome may be unknown to whoever asked for it.</summary>
sealed class FakeRows(Random random, Action before, Func<bool> isUnknown) : ILedgerRows
{
    readonly SortedDictionary<long, Envelope> pending = [];
    readonly List<Envelope> order = [];
    LedgerHead head = new(0, TreeHash.Empty, 0);
    long rows;

    public IReadOnlyList<Envelope> Order => order;

    public int Waiting => pending.Count;

    /// <summary>What others do whenever entries are about to be read.</summary>
    public Action Meanwhile { get; set; } = () => { };

    public void Add(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // Rows become visible out of order: some of them come with a number that others have passed.
            var row = random.Next(4) == 0 && rows > 10 ? rows - random.Next(10) : rows + 10;
            while (pending.ContainsKey(row))
                row++;
            rows = Math.Max(rows, row);
            pending[row] = Envelope.Of((EntryKind)(1 + random.Next(3)), random.NextInt64(1L << 50), Salt(), BitConverter.GetBytes(random.NextInt64()));
        }
    }

    byte[] Salt()
    {
        var salt = new byte[Envelope.SaltSize];
        random.NextBytes(salt);
        return salt;
    }

    /// <summary>A copy as a backup would be.</summary>
    public (Envelope[] Order, KeyValuePair<long, Envelope>[] Pending, LedgerHead Head) Copy() => ([.. order], [.. pending], head);

    public void Restore((Envelope[] Order, KeyValuePair<long, Envelope>[] Pending, LedgerHead Head) copy)
    {
        order.Clear();
        order.AddRange(copy.Order);
        pending.Clear();
        foreach (var (row, envelope) in copy.Pending)
            pending[row] = envelope;
        head = copy.Head;
    }

    public void Change(int index, Envelope envelope) => order[index] = envelope;

    public LedgerHead Head()
    {
        before();
        return head;
    }

    public IReadOnlyList<PendingEntry> Pending(int most)
    {
        before();
        return [.. pending.Take(most).Select(entry => new PendingEntry(entry.Key, entry.Value))];
    }

    public bool TryAppend(LedgerHead expected, LedgerHead next, IReadOnlyList<long> rows)
    {
        before();
        var breaks = isUnknown();
        if (breaks && random.Next(2) == 0)
            throw new StoreException("the connection broke before the commit");
        if (head != expected)
            return false;
        Assert.Equal(expected.Size + rows.Count, next.Size);
        foreach (var row in rows)
        {
            order.Add(pending[row]);
            Assert.True(pending.Remove(row), "an entry has one place");
        }
        head = next;
        return breaks ? throw new StoreException("the connection broke after the commit") : true;
    }

    public bool TryAdopt(LedgerHead expected, LedgerHead next, IReadOnlyList<Envelope> envelopes)
    {
        before();
        if (head != expected)
            return false;
        foreach (var envelope in envelopes)
        {
            order.Add(envelope);
            if (pending.Any(entry => entry.Value == envelope))
                pending.Remove(pending.First(entry => entry.Value == envelope).Key);
        }
        head = next;
        return true;
    }

    public IReadOnlyList<Envelope> Envelopes(long first, int most)
    {
        before();
        return order.GetRange((int)first, (int)Math.Min(most, order.Count - first));
    }

    public IReadOnlyList<Entry> Entries(long first, int most)
    {
        Meanwhile();
        return [.. Envelopes(first, most).Select(envelope => new Entry(envelope, default, default))];
    }
}
