using Gardu.Gate.Recording;
using Gardu.LedgerKeeping;
using Gardu.Store;
using Gardu.Store.Ledger;
using Gardu.Tests.Commands;

namespace Gardu.Tests.LedgerKeeping;

public sealed class LogKeyFilesTests : CommandTest
{
    static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    readonly LedgerRows rows;

    public LogKeyFilesTests()
    {
        var database = Database.Of(Folder, null);
        database.OpenStore().Dispose();
        rows = new LedgerRows(database);
        new LogKeyFiles(Folder, rows).Begin(rows.Origin("log.example"), Now);
    }

    string KeyPath => Path.Combine(Folder, LogKeyFiles.KeyFile);

    string OldKeyPath => Path.Combine(Folder, LogKeyFiles.OldKeyFile);

    LogKeyFiles Files() => new(Folder, rows);

    [Fact]
    public void A_change_that_broke_off_between_the_two_names_is_made_again()
    {
        var first = Files().Read().Signers[0].Key;
        File.Move(KeyPath, OldKeyPath);
        Assert.Equal(first, Assert.Single(Files().Read().Signers).Key);
        var second = Files().Rotate(Now);
        Assert.Equal([second, first], Files().Read().Signers.Select(signer => signer.Key));
        Assert.Equal(first, Files().Retire(Now));
        Assert.Equal(second, Assert.Single(Files().Read().Signers).Key);
    }

    [Fact]
    public void A_former_key_that_was_left_behind_signs_no_longer_and_holds_nothing_up()
    {
        Files().Rotate(Now);
        var left = File.ReadAllBytes(OldKeyPath);
        Files().Retire(Now);
        File.WriteAllBytes(OldKeyPath, left);
        var current = Assert.Single(Files().Read().Signers).Key;
        Assert.Equal([Files().Rotate(Now), current], Files().Read().Signers.Select(signer => signer.Key));
    }

    [Fact]
    public void Nothing_is_made_in_the_place_of_a_key_that_is_missing()
    {
        File.Delete(KeyPath);
        Assert.Contains("is missing", Assert.Throws<StoreException>(() => Files().Read()).Message, StringComparison.Ordinal);
        Assert.Contains("is missing", Assert.Throws<StoreException>(() => Files().Begin("log.example", Now)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(KeyPath));
    }

    [Fact]
    public void A_key_that_cannot_be_read_is_said_in_words()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a file that not even root can read");
        File.Delete(KeyPath);
        File.CreateSymbolicLink(KeyPath, "/proc/self/mem");
        Assert.Contains(LogKeyFiles.KeyFile, Assert.Throws<StoreException>(() => Files().Read()).Message, StringComparison.Ordinal);
    }
}
