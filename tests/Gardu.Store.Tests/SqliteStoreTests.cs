using CsCheck;
using Gardu.Gate.Recording;
using Gardu.Store.Sqlite;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Tests;

public sealed class SqliteStoreTests : IDisposable
{
    static readonly DateTimeOffset Day = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    readonly string folder = Directory.CreateTempSubdirectory("gardu-store").FullName;

    static UsageRecord Record(int number, DateTimeOffset? time = null) => new()
    {
        Id = RequestId.New(Day.AddSeconds(number)),
        Time = time ?? Day.AddSeconds(number),
        Site = "news.example",
        Method = "GET",
        Path = $"/article/{number}?q=é\"'",
        Identity = number % 2 == 0
            ? new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Address)
            : AgentIdentity.UnknownMachine("curl"),
        Address = "192.0.2.0/24",
        Decision = (Verdict)(number % 4),
        Rule = number % 3 == 0 ? null : "/ ai-train",
        Reason = "refused-by-terms",
        Mode = (Mode)(number % 3),
        TermsVersion = "abc",
        Status = 403,
        Bytes = number,
        Duration = TimeSpan.FromMicroseconds(number),
    };

    [Fact]
    public void What_is_committed_is_read_back_the_same_in_order()
    {
        using var store = SqliteStore.Open(folder);
        var records = Enumerable.Range(0, 50).Select(number => Record(number)).ToArray();
        store.Commit(records[..20], []);
        store.Commit(records[20..], []);
        Assert.Equal(records, store.Read(0, 100).Select(row => row.Record));
        Assert.Equal(records[10..15], store.Read(store.Read(0, 10)[^1].Cursor, 5).Select(row => row.Record));
    }

    [Fact]
    public void A_batch_is_written_whole_or_not_at_all()
    {
        using var store = SqliteStore.Open(folder);
        var record = Record(1);
        var failed = Assert.Throws<StoreException>(() => store.Commit([Record(0), record, record], []));
        Assert.False(failed.IsCorrupt);
        Assert.Empty(store.Read(0, 10));
        store.Commit([record], []);
        Assert.Single(store.Read(0, 10));
    }

    [Fact]
    public void People_add_up_by_minute_and_site()
    {
        using (var store = SqliteStore.Open(folder))
        {
            store.Commit([], [new PeopleMinute(Day, "a", 2, 10, 1, new Dictionary<string, long> { ["OpenAI"] = 1 })]);
            store.Commit([], [new PeopleMinute(Day, "a", 3, 5, 2, new Dictionary<string, long> { ["OpenAI"] = 2 }), new PeopleMinute(Day, "b", 1, 1, 0, new Dictionary<string, long>())]);
        }
        Assert.Equal("a 5 15 3|b 1 1 0", Query("SELECT group_concat(site || ' ' || requests || ' ' || bytes || ' ' || suspected, '|') FROM (SELECT * FROM people ORDER BY site)"));
        Assert.Equal("OpenAI 3", Query("SELECT operator || ' ' || visitors FROM referral"));
    }

    [Fact]
    public void Old_records_are_pruned_a_part_at_a_time()
    {
        using var store = SqliteStore.Open(folder);
        store.Commit([.. Enumerable.Range(0, 6_000).Select(number => Record(number, Day.AddDays(-10)))], [new PeopleMinute(Day.AddDays(-10), "a", 1, 1, 0, new Dictionary<string, long>())]);
        store.Commit([Record(7_000)], [new PeopleMinute(Day, "a", 1, 1, 0, new Dictionary<string, long>())]);
        Assert.True(store.Prune(Day.AddDays(-1)));
        Assert.False(store.Prune(Day.AddDays(-1)));
        Assert.Equal(7_000, Assert.Single(store.Read(0, 10)).Record.Bytes);
        Assert.Equal("1", Query("SELECT count(*) || '' FROM people"));
    }

    [Fact]
    public void Old_records_behind_those_of_a_clock_that_ran_ahead_are_pruned_too()
    {
        using var store = SqliteStore.Open(folder);
        store.Commit([.. Enumerable.Range(0, 6_000).Select(number => Record(number, Day.AddDays(400)))], []);
        store.Commit([.. Enumerable.Range(6_000, 3_000).Select(number => Record(number, Day.AddDays(-200)))], []);
        for (var i = 0; i < 4; i++)
            store.Prune(Day.AddDays(-90));
        Assert.Equal("6000", Query("SELECT count(*) || '' FROM usage"));
    }

    [Fact]
    public void A_file_that_is_removed_under_it_is_a_failure()
    {
        using var store = SqliteStore.Open(folder);
        store.Commit([Record(1)], []);
        File.Delete(SqliteStore.PathIn(folder));
        Assert.Contains("removed", Assert.Throws<StoreException>(() => store.Commit([Record(2)], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_store_is_not_backed_up_as_if_it_were_whole()
    {
        var copy = Path.Combine(folder, "copy.db");
        using (var store = SqliteStore.Open(folder))
            store.Commit([.. Enumerable.Range(0, 500).Select(number => Record(number))], []);
        using (var file = File.OpenWrite(SqliteStore.PathIn(folder)))
        {
            file.Position = 8 * 4_096;
            file.Write(new byte[20_000]);
        }
        Assert.True(Assert.Throws<StoreException>(() => SqliteStore.Backup(folder, copy)).IsCorrupt);
        Assert.False(File.Exists(copy));
    }

    [Fact]
    public void A_backup_is_taken_and_restored_beside_an_open_store()
    {
        var copy = Path.Combine(folder, "copy.db");
        using var store = SqliteStore.Open(folder);
        store.Commit([Record(1)], []);
        SqliteStore.Backup(folder, copy);
        store.Commit([Record(2)], []);
        SqliteStore.Restore(copy, folder);
        Assert.Equal(1, Assert.Single(store.Read(0, 10)).Record.Bytes);
        store.Commit([Record(3)], []);
        Assert.Equal([1, 3], store.Read(0, 10).Select(row => row.Record.Bytes));
    }

    [Fact]
    public void Something_else_is_not_restored()
    {
        var other = Path.Combine(folder, "other.db");
        File.WriteAllText(other, "this is a letter and no database at all, though it is long enough to look like one");
        using var store = SqliteStore.Open(folder);
        store.Commit([Record(1)], []);
        Assert.True(Assert.Throws<StoreException>(() => SqliteStore.Restore(other, folder)).IsCorrupt);
        Assert.Single(store.Read(0, 10));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(4_096)]
    public void A_damaged_file_is_said_to_be_damaged(int at)
    {
        using (var store = SqliteStore.Open(folder))
            store.Commit([.. Enumerable.Range(0, 500).Select(number => Record(number))], []);
        using (var file = File.OpenWrite(SqliteStore.PathIn(folder)))
        {
            file.Position = at;
            file.Write(new byte[3_000]);
        }
        Assert.True(Assert.Throws<StoreException>(() => SqliteStore.Open(folder)).IsCorrupt);
    }

    [Fact]
    public void Data_of_a_newer_program_is_refused_and_left_alone()
    {
        SqliteStore.Open(folder).Dispose();
        Query("PRAGMA user_version=999");
        var failed = Assert.Throws<StoreException>(() => SqliteStore.Open(folder));
        Assert.Contains("newer version of gardu", failed.Message, StringComparison.Ordinal);
        Assert.Equal("999", Query("SELECT user_version || '' FROM pragma_user_version"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_unavailable()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        Assert.False(Assert.Throws<StoreException>(() => SqliteStore.Open(Path.Combine(file, "data"))).IsCorrupt);
    }

    [Fact]
    public void Any_text_survives_the_store()
    {
        using var store = SqliteStore.Open(folder);
        var cursor = 0L;
        Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(text =>
        {
            var record = Record(1) with { Id = RequestId.New(Day), Path = text };
            store.Commit([record], []);
            var (next, read) = Assert.Single(store.Read(cursor, 10));
            cursor = next;
            return read == record;
        }, iter: 200, threads: 1);
    }

    string? Query(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={SqliteStore.PathIn(folder)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own texts.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() as string;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
