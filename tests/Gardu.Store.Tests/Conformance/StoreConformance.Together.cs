using System.Collections.Concurrent;
using Gardu.Agents.Credentials;
using Gardu.Gate.Recording;

namespace Gardu.Store.Tests.Conformance;

/// <summary>Several that work on one database at once.</summary>
public abstract partial class StoreConformance
{
    const int WritersAtOnce = 4;

    [Fact]
    public async Task Writers_at_once_lose_nothing_and_double_nothing()
    {
        const int batches = 15;
        const int records = 20;
        Open();
        var credentials = Credentials.Open(Database);
        credentials.Add(acme);
        IssuedKey[] keys = [.. Enumerable.Range(0, 5).Select(_ => NewKey())];
        foreach (var key in keys)
            credentials.Add(key, null);
        string[] sites = ["a", "b", "c"];
        var sent = new ConcurrentBag<RequestId>();
        await Task.WhenAll(Enumerable.Range(0, WritersAtOnce).Select(writer => Task.Factory.StartNew(() =>
        {
            var store = Open();
            for (var batch = 0; batch < batches; batch++)
            {
                // Each in an order of its own: whoever locked rows as they come would wait for another that waits for it.
                var random = new Random(writer * 1_000 + batch);
                var mine = Enumerable.Range(0, records).Select(number => Record(number) with { Identity = keys[random.Next(keys.Length)].Identity }).ToArray();
                random.Shuffle(sites = [.. sites]);
                var minutes = sites.Select(site => new PeopleMinute(Day, site, 1, 2, 0, new Dictionary<string, long> { ["OpenAI"] = 1, ["Anthropic"] = 1 })).ToArray();
                CommitAtLast(store, mine, minutes);
                foreach (var record in mine)
                    sent.Add(record.Id);
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        var store = Open();
        Assert.Equal(sent.Select(id => id.Value).Order(), Records(store).Select(record => record.Id.Value).Order());
        const int all = WritersAtOnce * batches;
        var (people, referrals) = Counted();
        Assert.Equal([$"a {all} {2 * all} 0", $"b {all} {2 * all} 0", $"c {all} {2 * all} 0"], people);
        Assert.Equal(Enumerable.Repeat(new[] { $"Anthropic {all}", $"OpenAI {all}" }, 3).SelectMany(both => both), referrals);
        Assert.All(credentials.Keys(), key => Assert.NotNull(key.LastUsed));
    }

    [Fact]
    public async Task Whoever_reads_on_beside_writers_meets_every_record_once()
    {
        const int batches = 40;
        var reading = Open();
        var sent = new ConcurrentBag<RequestId>();
        var writers = Task.WhenAll(Enumerable.Range(0, WritersAtOnce).Select(writer => Task.Factory.StartNew(() =>
        {
            var store = Open();
            var random = new Random(writer);
            for (var batch = 0; batch < batches; batch++)
            {
                var mine = Enumerable.Range(0, random.Next(1, 60)).Select(number => Record(number)).ToArray();
                CommitAtLast(store, mine, []);
                foreach (var record in mine)
                    sent.Add(record.Id);
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        var met = new List<RequestId>();
        var (cursor, limits) = ("", new Random(7));
        while (true)
        {
            var isOver = writers.IsCompleted; // asked before the look, which then sees everything
            var page = Rows(reading, cursor, limits.Next(1, 200));
            met.AddRange(page.Select(row => row.Record.Id));
            if (page.Count > 0)
                cursor = page[^1].Cursor;
            else if (isOver)
                break;
        }
        await writers;
        Assert.Equal(met.Count, met.Distinct().Count());
        Assert.Equal(sent.Select(id => id.Value).Order(), met.Select(id => id.Value).Order());
    }

    [Fact]
    public async Task Nodes_that_start_at_once_write_what_they_say_once()
    {
        Open();
        await Task.WhenAll(Enumerable.Range(0, WritersAtOnce).Select(node => Task.Factory.StartNew(
            () => Add(node, "terms", [1]), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Single(new Declarations(Database).All());
        Add(10, "terms", null);
        Add(11, "terms", null);
        Add(12, "terms", [1]);
        Assert.Equal(3, new Declarations(Database).All().Count);
    }

    [Fact]
    public async Task A_database_may_be_opened_for_the_first_time_by_several_at_once()
    {
        var opening = Enumerable.Range(0, WritersAtOnce).Select(_ => Task.Factory.StartNew(Open, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        foreach (var store in await Task.WhenAll(opening))
            CommitAtLast(store, [Record(1)], []);
        Assert.Equal(WritersAtOnce, Count("usage"));
    }

    /// <summary>Commits as the recorder does: again with the same, until it is in.</summary>
    private protected static void CommitAtLast(UsageStore store, IReadOnlyList<UsageRecord> records, IReadOnlyList<PeopleMinute> people)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                store.Commit(records, people);
                return;
            }
            catch (StoreException) when (attempt < 20)
            {
                // As the recorder does, it is tried again.
            }
        }
    }
}
