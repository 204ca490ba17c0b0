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
        Assert.Contains(found.Faults, fault => fault.Contains("entry 300: the database has none, or another one", StringComparison.Ordinal));
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

    [Fact]
    public void The_unfinished_tiles_above_the_last_one_are_checked_too()
    {
        Publish(4106);
        folder.Write([new LogFile("tile/1/000.p/16", new byte[16 * 32])]);
        Assert.Equal(["tile/1/000.p/16 is damaged: it is not what the entries of the database give"], Check().Faults);
        Assert.True(Check(repair: true).IsWhole);
        Assert.Equal(4106, PublishedLog.Open(folder, Keys.Known).Size);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_log_that_is_longer_than_the_database_is_never_signed_shorter(bool isSigned)
    {
        Publish(300);
        var copy = rows.Copy();
        Publish(700);
        rows.Restore(copy);
        if (!isSigned)
            folder.Write([new LogFile("checkpoint", new byte[10])]);
        var before = folder.Read("checkpoint");
        var found = Check(repair: true);
        Assert.False(found.IsWhole);
        Assert.Contains(found.Faults, fault => fault.Contains("it is an older copy", StringComparison.Ordinal));
        Assert.Equal(before, folder.Read("checkpoint"));
    }

    [Fact]
    public void A_gate_that_publishes_meanwhile_is_no_fault_and_its_checkpoint_stays()
    {
        Publish(300);
        var (publishing, isBusy) = (false, false);
        rows.Meanwhile = () =>
        {
            if (!isBusy || publishing)
                return;
            publishing = true;
            Publish(300);
            publishing = false;
        };
        isBusy = true;
        folder.Write([new LogFile("tile/0/000", new byte[256 * 32])]);
        Assert.Equal(["tile/0/000 is damaged: it is not what the entries of the database give"], Check(repair: true).Faults);
        isBusy = false;
        Assert.Equal(rows.Order.Count, PublishedLog.Open(folder, Keys.Known).Size);
        Assert.True(Check().IsWhole);
    }

    [Fact]
    public void A_checkpoint_of_witnesses_that_cannot_be_read_gives_way_to_the_plain_one()
    {
        Publish(10);
        folder.Write([new LogFile(LedgerView.CosignedPath, new byte[10])]);
        Assert.Equal(["cosigned is not signed by a key of this log"], Check().Faults);
        Assert.True(Check(repair: true).IsWhole);
        Assert.Equal(folder.Read("checkpoint"), folder.Read(LedgerView.CosignedPath));
    }
}
