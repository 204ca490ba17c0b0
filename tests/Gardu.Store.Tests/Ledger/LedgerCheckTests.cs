using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;
using Gardu.Store.Ledger;

namespace Gardu.Store.Tests.Ledger;

public sealed class LedgerCheckTests
{
    const int Entries = 66_000;

    static readonly LogKeys Keys = new([new NoteSigner("log.example/1", SigningKey.Of(new byte[SigningKey.Size])!)], []);

    readonly Random random = new(7);
    readonly FakeRows rows;
    readonly FakeDisk disk;
    readonly TileFolder folder;

    public LedgerCheckTests()
    {
        (rows, disk) = (new FakeRows(random, () => { }, () => false), new FakeDisk(random, () => { }));
        folder = new TileFolder("/log", disk);
    }

    LedgerVerdict Check(bool repair = false) => new LedgerCheck(rows, folder, Keys, (_, _) => { }).Run(repair);

    void Publish(int count)
    {
        rows.Add(count);
        var sequencer = new Sequencer(rows, folder, () => Keys, TimeProvider.System);
        while (sequencer.Step() != SequencerStep.Idle)
        {
        }
    }

    [Fact]
    public void A_ledger_without_entries_is_whole() => Assert.Equal((true, 0L, null), (Check().IsWhole, Check().Entries, Check().Published));

    [Fact]
    public void Whatever_file_is_damaged_is_named_and_written_anew()
    {
        Publish(Entries);
        Publish(77);
        Assert.True(Check() is { IsWhole: true, Published: Entries + 77 }, string.Join('\n', Check().Faults));
        for (var round = 0; round < 8; round++)
        {
            Assert.True(disk.Damage(path => path.EndsWith("/141", StringComparison.Ordinal) || !path.Contains(".p/", StringComparison.Ordinal) || path.EndsWith($".p/{(Entries + 77) % 256}", StringComparison.Ordinal)));
            var found = Check();
            Assert.False(found.IsWhole);
            Assert.Single(found.Faults);
            Assert.True(Check(repair: true).IsWhole);
            Assert.True(Check().IsWhole);
            LogReader.Check(folder, Keys.Known, rows.Order, LogReader.NaiveRoot([.. rows.Order.Select(envelope => envelope.LeafHash())]));
        }
    }

    [Fact]
    public void A_database_that_was_changed_is_told_from_a_damaged_file_and_nothing_is_written()
    {
        Publish(600);
        var before = folder.Read("tile/entries/001");
        rows.Change(300, rows.Order[300] with { Micros = 1 });
        var found = Check(repair: true);
        Assert.False(found.IsWhole);
        Assert.Contains(found.Faults, fault => fault.Contains("entry 300: the database has another one", StringComparison.Ordinal));
        Assert.Equal(before, folder.Read("tile/entries/001"));
    }

    [Fact]
    public void A_checkpoint_of_another_key_is_a_fault()
    {
        Publish(10);
        var others = new LogKeys([new NoteSigner("log.example/1", SigningKey.Of([.. Enumerable.Repeat((byte)1, SigningKey.Size)])!)], []);
        Assert.Contains(new LedgerCheck(rows, folder, others, (_, _) => { }).Run(repair: false).Faults, fault => fault.Contains("not signed by a key of this log", StringComparison.Ordinal));
    }

    [Fact]
    public void Entries_that_wait_to_be_published_are_no_fault()
    {
        Publish(10);
        rows.Add(300);
        var head = rows.Head();
        var pending = rows.Pending(300);
        var growth = PublishedLog.Open(folder, Keys.Known).Grow([.. pending.Select(entry => entry.Envelope)]);
        Assert.True(rows.TryAppend(head, new LedgerHead(growth.Log.Size, growth.Log.Root, 1), [.. pending.Select(entry => entry.Row)]));
        Assert.True(Check() is { IsWhole: true, Entries: 310, Published: 10 });
    }
}
