using System.Net;
using Gardu.Testing.Live;
using Npgsql;

namespace Gardu.Faults;

/// <summary>
/// PostgreSQL goes away under paid load, as a whole or connection by connection: everything that was received is charged once, and nothing that was refused, though
/// commits go in whose answers nobody hears.
/// </summary>
public sealed class ChargeOutageTests
{
    const long Credit = 1_000_000;

    /// <summary>Holds for a transaction with a charge that waits for a standby.</summary>
    const string Committing = "wait_event = 'SyncRep' AND pid IN (SELECT pid FROM pg_locks WHERE relation = CAST('wallet' AS regclass))";

    /// <summary>How often it is tried at the most until it has come about.</summary>
    const int RoundsMax = 12;

    public static int Rounds => Needs.IsLong ? 10 : 1;

    public static int Crashes => Needs.IsLong ? 10 : 2;

    [Fact]
    public async Task A_database_that_crashes_under_paid_load_stops_what_has_a_price_alone_and_no_money_is_lost()
    {
        await using var postgres = await PostgresServer.Start();
        await using var shop = await Shop.Open(Credit, postgres.NewDatabase());
        await using var gardu = await shop.Up();
        using var operators = Clients.At(gardu.OperatorUrl, Clients.Browser);
        using var person = gardu.Client(Clients.Browser);
        using var searching = gardu.Client(Clients.Googlebot);
        for (var round = 1; round <= Crashes; round++)
        {
            await using var buying = shop.Load.From(gardu);
            await shop.Load.Sells();
            await postgres.Crash();
            var refused = shop.Load.Refused.Count();
            await Eventually.True(async () =>
            {
                Assert.Equal((200, 200), (await person.StatusOf("/"), await searching.StatusOf("/free")));
                return await operators.StatusOf("/ready") == 503 && shop.Load.Refused.Count() > refused + 100;
            }, "the gate refuses what has a price");
            await postgres.Resume();
            await Eventually.True(async () => await operators.StatusOf("/ready") == 200, "it is back");
            await shop.Load.Sells();
        }
        await shop.Load.Retry(gardu);
        await gardu.Stop();
        AssertUnavailable(shop);
        await shop.Check($"{Crashes} crashes");
    }

    /// <summary>At random moments, so that charges are cut before, in and after their commits; then in commits that have gone in.</summary>
    [Fact]
    public async Task Connections_that_are_cut_lose_no_money()
    {
        var random = new Random(Seed.Value);
        await using var postgres = await PostgresServer.Start();
        var database = postgres.NewDatabase();
        await using var shop = await Shop.Open(Credit, database);
        await using var gardu = await shop.Up();
        await using (shop.Load.From(gardu))
        {
            await shop.Load.Sells();
            for (var cut = 0; cut < Rounds * 20;)
            {
                await Task.Delay(random.Next(50), TestContext.Current.CancellationToken); // the moment is the test's own
                cut += (int)CutAll(database, "pid <> pg_backend_pid()");
            }
            await shop.Load.Sells();
            SetCommits(database, "on");
            var before = shop.Load.Received.Count();
            for (var cut = 0; cut < Rounds * 5; cut++)
                await Eventually.True(() => CutAll(database, Committing) > 0, "a charge is in its commit and is cut");
            Assert.True(shop.Load.Received.Count() > before, "nothing is given whose charge was found");
            SetCommits(database, "local");
            await shop.Load.Sells();
        }
        await shop.Load.Retry(gardu);
        await gardu.Stop();
        AssertUnavailable(shop);
        await shop.Check(Seed.Told);
    }

    /// <summary>The server keeps a commit, waits for a standby that never comes, and crashes meanwhile: the gate gives up what has gone in.</summary>
    [Fact]
    public async Task Charges_that_went_in_and_were_given_up_are_taken_back_and_none_is_delivered()
    {
        await using var postgres = await PostgresServer.Start();
        var database = postgres.NewDatabase();
        await using var shop = await Shop.Open(Credit, database);
        await using var gardu = await shop.Up();
        using var operators = Clients.At(gardu.OperatorUrl, Clients.Browser);
        var takenBack = 0L;
        for (var round = 1; round <= Rounds || (takenBack == 0 && round <= RoundsMax); round++) // one whose store is back in time is found and sold after all
        {
            await using var buying = shop.Load.From(gardu);
            await shop.Load.Sells();
            SetCommits(database, "on");
            await Eventually.True(() => Ask(database, $"SELECT count(*) FROM pg_stat_activity WHERE {Committing}") > 0, "a charge is in its commit");
            await postgres.Crash();
            var refused = shop.Load.Refused.Count();
            await Eventually.True(() => shop.Load.Refused.Count() > refused + 20, "charges are given up");
            await postgres.Resume();
            SetCommits(database, "local");
            await Eventually.True(async () => await operators.StatusOf("/ready") == 200, "it is back");
            await shop.Load.Sells();
            takenBack = Ask(database, "SELECT count(*) FROM usage WHERE voided IS NOT NULL");
        }
        Assert.True(takenBack > 0, "nothing that was given up had gone in: the test shows nothing");
        await shop.Load.Retry(gardu);
        await gardu.Stop();
        AssertUnavailable(shop);
        await shop.Check($"{Rounds} crashes in commits");
    }

    static void AssertUnavailable(Shop shop) => Assert.All(shop.Load.Refused.Where(answer => answer.Status != HttpStatusCode.Unauthorized),
        answer => Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (answer.Status, answer.RetryAfter)));

    /// <summary>Sets what commits wait for. A session has the setting that it began with, so those that are there end.</summary>
    static void SetCommits(string database, string setting)
    {
        Ask(database, $"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = {setting}', current_database()); END $$; SELECT CAST(0 AS bigint)");
        CutAll(database, "pid <> pg_backend_pid()");
    }

    static long CutAll(string database, string which) => Ask(database, $"SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND {which}");

    static long Ask(string database, string sql)
    {
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false, Options = "-c synchronous_commit=local" }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!; // every query has a row
    }
}
