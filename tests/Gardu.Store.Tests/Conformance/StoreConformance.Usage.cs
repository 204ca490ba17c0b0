using CsCheck;
using Gardu.Gate.Recording;

namespace Gardu.Store.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public void What_is_committed_is_read_back_the_same_in_order()
    {
        var store = Open();
        var records = Enumerable.Range(0, 50).Select(number => Record(number)).ToArray();
        store.Commit(records[..20], []);
        store.Commit(records[20..], []);
        Assert.Equal(records, Records(store));
        Assert.Equal(records[10..15], Rows(store, Rows(store, "", 10)[^1].Cursor, 5).Select(row => row.Record));
        Assert.Empty(Rows(store, Rows(store, "", 50)[^1].Cursor, 5));
    }

    [Fact]
    public void What_is_no_cursor_is_told_from_one()
    {
        var store = Open();
        foreach (var text in (string[])["x", "-1", "1.2.3", "99999999999999999999.1", " 1", "1.", ".1"])
            Assert.Null(store.Read(text, 10));
    }

    [Fact]
    public void A_record_is_found_by_its_name()
    {
        var store = Open();
        var records = Enumerable.Range(0, 3).Select(number => Record(number)).ToArray();
        store.Commit(records, []);
        Assert.Equal(records[1], UsageStore.Find(Database, records[1].Id));
        Assert.Null(UsageStore.Find(Database, RequestId.New(Day)));
    }

    [Fact]
    public void A_batch_is_written_whole_or_not_at_all()
    {
        var store = Open();
        var record = Record(1);
        var failed = Assert.Throws<StoreException>(() => store.Commit([Record(0), record, record], [new PeopleMinute(Day, "a", 1, 1, 0, NoReferrals)]));
        Assert.False(failed.IsCorrupt);
        Assert.Empty(Records(store));
        Assert.Empty(Counted().People);
        store.Commit([record], []);
        Assert.Single(Records(store));
    }

    [Fact]
    public void People_add_up_by_minute_and_site()
    {
        var store = Open();
        store.Commit([], [new PeopleMinute(Day, "a", 2, 10, 1, new Dictionary<string, long> { ["OpenAI"] = 1 })]);
        store.Commit([], [new PeopleMinute(Day, "a", 3, 5, 2, new Dictionary<string, long> { ["OpenAI"] = 2 }), new PeopleMinute(Day, "b", 1, 1, 0, NoReferrals)]);
        store.Commit([], [new PeopleMinute(Day, "b", 1, 1, 0, NoReferrals), new PeopleMinute(Day, "b", 1, 2, 0, NoReferrals), new PeopleMinute(Day.AddMinutes(1), "a", 1, 1, 1, NoReferrals)]);
        var (people, referrals) = Counted();
        Assert.Equal(["a 5 15 3", "b 3 4 0", "a 1 1 1"], people);
        Assert.Equal(["OpenAI 3"], referrals);
    }

    [Fact]
    public void Old_records_are_pruned_a_part_at_a_time()
    {
        var store = Open();
        var old = new PeopleMinute(Day.AddDays(-10), "a", 1, 1, 0, new Dictionary<string, long> { ["OpenAI"] = 1 });
        store.Commit([.. Enumerable.Range(0, 6_000).Select(number => Record(number, Day.AddDays(-10)))], [old]);
        store.Commit([Record(7_000)], [new PeopleMinute(Day, "a", 1, 1, 0, NoReferrals)]);
        Assert.True(store.Prune(Day.AddDays(-1)));
        Assert.False(store.Prune(Day.AddDays(-1)));
        Assert.Equal(7_000, Assert.Single(Records(store)).Bytes);
        Assert.Equal((1, 0), (Count("people"), Count("referral")));
    }

    [Fact]
    public void Old_records_behind_those_of_a_clock_that_ran_ahead_are_pruned_too()
    {
        var store = Open();
        store.Commit([.. Enumerable.Range(0, 6_000).Select(number => Record(number, Day.AddDays(400)))], []);
        store.Commit([.. Enumerable.Range(6_000, 3_000).Select(number => Record(number, Day.AddDays(-200)))], []);
        for (var i = 0; i < 4; i++)
            store.Prune(Day.AddDays(-90));
        Assert.Equal(6_000, Count("usage"));
    }

    [Fact]
    public void A_database_that_is_opened_again_keeps_what_is_in_it()
    {
        Assert.False(Database.HasRecord());
        var record = Record(1);
        Open().Commit([record], []);
        Assert.True(Database.HasRecord());
        var again = Open();
        again.Commit([Record(2)], []);
        Assert.Equal([1, 2], Records(again).Select(read => read.Bytes));
        Assert.True(again.SizeBytes > 0);
    }

    [Fact]
    public void Any_text_survives_the_store()
    {
        var store = Open();
        var cursor = "";
        Gen.String.Where(text => !text.Any(letter => char.IsSurrogate(letter) || letter == '\0')).Array[100].Sample(texts =>
        {
            var records = texts.Select(text => Record(1) with { Id = RequestId.New(Day), Path = text }).ToArray();
            store.Commit(records, []);
            var rows = Rows(store, cursor, 1_000);
            cursor = rows[^1].Cursor;
            return rows.Select(row => row.Record).SequenceEqual(records);
        }, iter: 10, threads: 1);
    }

    [Fact]
    public void Text_that_is_no_text_does_not_hold_up_the_rest()
    {
        var store = Open();
        store.Commit([Record(0) with { Path = "/a\ud83dz", UserAgent = "nul \0 inside" }, Record(1)], []);
        var read = Records(store).ToArray();
        Assert.Equal(2, read.Length);
        Assert.Equal("/a\ufffdz", read[0].Path);
        Assert.StartsWith("nul ", read[0].UserAgent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_record_it_says_so()
    {
        foreach (var read in new Action[] { () => UsageStore.Find(Database, RequestId.New(Day)), () => new Declarations(Database).All(), () => new RecordedMachines(Database).Outside(1), () => ReadTraffic() })
            Assert.Contains(" no record", Assert.Throws<StoreException>(read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_sees_requests_and_people_as_of_one_moment()
    {
        var store = Open();
        var record = Record(1);
        store.Commit([record], [new PeopleMinute(Day, "a", 2, 10, 1, new Dictionary<string, long> { ["OpenAI"] = 1 })]);
        using var traffic = new RecordedTraffic(Database);
        var request = Assert.Single(traffic.Requests());
        store.Commit([Record(2)], [new PeopleMinute(Day, "a", 2, 10, 1, NoReferrals)]);
        Assert.Equal((record.Time, record.Path, record.Identity, record.Bytes), (request.Time, request.Path, request.Identity, request.Bytes));
        var minute = Assert.Single(traffic.People());
        Assert.Equal((Day, 2, 10, 1), (minute.Minute, minute.Requests, minute.Bytes, minute.Suspected));
        Assert.Equal([("OpenAI", 1L)], minute.Referrals.Select(sent => (sent.Key, sent.Value)));
    }

    void ReadTraffic()
    {
        using var traffic = new RecordedTraffic(Database);
        Assert.NotEmpty(traffic.Requests());
    }

    [Fact]
    public void A_backup_is_taken_and_restored_beside_an_open_store()
    {
        var copy = Directory.CreateDirectory(Path.Combine(Folder, "copy")).FullName;
        var store = Open();
        Assert.False(Database.HasBackup(copy));
        store.Commit([Record(1)], []);
        Database.Backup(copy);
        Assert.True(Database.HasBackup(copy));
        store.Commit([Record(2)], []);
        Database.Restore(copy);
        Assert.Equal([1], Records(store).Select(record => record.Bytes));
        store.Commit([Record(3)], []);
        Assert.Equal([1, 3], Records(store).Select(record => record.Bytes));
    }

    [Fact]
    public void Something_else_is_not_restored()
    {
        var copy = Directory.CreateDirectory(Path.Combine(Folder, "copy")).FullName;
        var store = Open();
        Database.Backup(copy);
        File.WriteAllText(Directory.GetFiles(copy).Single(), "this is a letter and no database at all, though it is long enough to look like one");
        store.Commit([Record(1)], []);
        Assert.True(Assert.Throws<StoreException>(() => Database.Restore(copy)).IsCorrupt);
        Assert.Single(Records(store));
    }
}
