using System.Text;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Store.Ledger;
using Gardu.Store.Sqlite;
using Gardu.Store.Tests.Conformance;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Tests;

public sealed class SqliteStoreTests : StoreConformance
{
    string FilePath => Path.Combine(Folder, SqliteDatabase.FileName);

    private protected override Task<Database> New() => Task.FromResult(Database.Of(Folder, null));

    [Fact]
    public void A_file_that_is_removed_under_it_is_a_failure()
    {
        var store = Open();
        store.Commit([Record(1)], []);
        File.Delete(FilePath);
        Assert.Contains("removed", Assert.Throws<StoreException>(() => store.Commit([Record(2)], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_erased_while_somebody_reads_is_gone_of_the_file_once_it_is_erased_again()
    {
        Open().Commit([Record(2)], []);
        var (rows, erasure) = (new LedgerRows(Database), new Erasure { Kind = EntryKind.Usage, Before = Day.AddDays(1) });
        bool IsThere() => File.ReadAllText(FilePath + "-wal", Encoding.Latin1).Contains("/article/2?", StringComparison.Ordinal);
        using (var reading = Database.Connect(Access.Report))
        {
            Assert.Equal(1, reading.Scalar<long>("SELECT count(*) FROM usage"));
            Assert.Contains("run this again", Assert.Throws<StoreException>(() => rows.Erase(erasure, Day)).Message, StringComparison.Ordinal);
            Assert.True(IsThere());
        }
        Assert.Equal(0, rows.Erase(erasure, Day));
        Assert.False(IsThere());
    }

    [Fact]
    public void A_damaged_store_is_not_backed_up_as_if_it_were_whole()
    {
        var copy = Directory.CreateDirectory(Path.Combine(Folder, "copy")).FullName;
        using (var store = Database.OpenStore())
            store.Commit([.. Enumerable.Range(0, 500).Select(number => Record(number))], []);
        using (var file = File.OpenWrite(FilePath))
        {
            file.Position = 8 * 4_096;
            file.Write(new byte[20_000]);
        }
        Assert.True(Assert.Throws<StoreException>(() => Database.Backup(copy)).IsCorrupt);
        Assert.False(Database.HasBackup(copy));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(4_096)]
    public void A_damaged_file_is_said_to_be_damaged(int at)
    {
        using (var store = Database.OpenStore())
            store.Commit([.. Enumerable.Range(0, 500).Select(number => Record(number))], []);
        using (var file = File.OpenWrite(FilePath))
        {
            file.Position = at;
            file.Write(new byte[3_000]);
        }
        Assert.True(Assert.Throws<StoreException>(() => Database.OpenStore()).IsCorrupt);
    }

    [Fact]
    public void Data_of_a_newer_program_is_refused_and_left_alone()
    {
        Database.OpenStore().Dispose();
        Query("PRAGMA user_version=999");
        var failed = Assert.Throws<StoreException>(() => Database.OpenStore());
        Assert.Contains("newer version of gardu", failed.Message, StringComparison.Ordinal);
        Assert.Equal("999", Query("SELECT user_version || '' FROM pragma_user_version"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_unavailable()
    {
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");
        Assert.False(Assert.Throws<StoreException>(() => Database.Of(Path.Combine(file, "data"), null).OpenStore()).IsCorrupt);
    }

    string? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own texts.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() as string;
    }
}
