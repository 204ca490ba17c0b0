using System.CommandLine;
using Gardu.Commands;
using Gardu.LedgerKeeping;
using Gardu.Store;
using Gardu.Store.Ledger;

namespace Gardu.Tests.Commands;

/// <summary><c>gardu ledger</c>, on a ledger of three entries: its key and two configurations.</summary>
public sealed class LedgerCommandTests : CommandTest
{
    readonly LedgerRows rows;

    public LedgerCommandTests()
    {
        var database = Database.Of(Folder, null);
        database.OpenStore().Dispose();
        rows = new LedgerRows(database);
        var keys = new LogKeyFiles(Folder, rows);
        keys.Begin(rows.Origin("log.example"), DateTimeOffset.UnixEpoch);
        rows.Note(new ConfigurationInForce("gardu 1", "00", []), DateTimeOffset.UnixEpoch);
        rows.Note(new ConfigurationInForce("gardu 2", "00", []), DateTimeOffset.UnixEpoch);
        var sequencer = new Sequencer(rows, TileFolder.In(Folder), keys.Read, TimeProvider.System);
        while (sequencer.Step() != SequencerStep.Idle)
        {
        }
    }

    string Export => Path.Combine(Folder, "export.jsonl");

    int Run(params string[] args) => LedgerCommand.Create(TimeProvider.System).Parse([.. args, "--data", Folder]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });

    [Theory]
    [InlineData("3")]
    [InlineData("-5")]
    public void An_entry_that_is_not_there_is_not_erased(string index)
    {
        Assert.Equal(ExitCode.Usage, Run("erase", "--index", index, "--yes"));
        Assert.Contains($"there is no entry {index}; the ledger has 3", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(rows.Pending(10));
    }

    [Fact]
    public void An_export_for_a_licensee_that_nobody_knows_is_a_mistake()
    {
        Assert.Equal(ExitCode.Usage, Run("export", "--licensee", "lic_1", "--out", Export));
        Assert.Contains("no licensee lic_1", Error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Export));
    }

    [Fact]
    public void An_export_that_breaks_off_leaves_no_file()
    {
        var tile = Path.Combine(Folder, "ledger", "tile", "0", "000.p", "3");
        var octets = File.ReadAllBytes(tile);
        octets[0] ^= 1; // what the last entry is proven with
        File.WriteAllBytes(tile, octets);
        Assert.NotEqual(ExitCode.Done, Run("export", "--out", Export));
        Assert.False(File.Exists(Export));
    }
}
