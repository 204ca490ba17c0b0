using Gardu.Gate.Recording;
using Gardu.Store.Postgres;
using Gardu.Store.Tests.Conformance;
using Gardu.Testing.Live;
using Npgsql;

namespace Gardu.Store.Tests;

public sealed class PostgresStoreTests(SharedPostgres postgres) : StoreConformance
{
    string connectionString = "";

    private protected override async Task<Database> New()
    {
        connectionString = await postgres.NewDatabase();
        return At(connectionString);
    }

    /// <summary>A server takes a hundred connections, and a pool keeps its own for minutes: those of tests that are over would use them up.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        GC.SuppressFinalize(this);
    }

    static Database At(string text)
    {
        Assert.True(PostgresAddress.TryParse(text, out var address, out var error), error);
        return Database.Of("", address);
    }

    string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        change(settings);
        return settings.ConnectionString;
    }

    [Fact]
    public void What_keeps_it_from_being_opened_is_said_without_the_password()
    {
        Fails(settings => settings.Password = "wrong;secret", "does not let the user in");
        Fails(settings => settings.Username = "nobody", "does not let the user in");
        Fails(settings => settings.Database = "none", "no such database");
        Fails(settings => settings.Port = Clients.FreePort(), "cannot be reached");
        Fails(settings => settings.Options = "-c default_transaction_read_only=on", "only be read");

        void Fails(Action<NpgsqlConnectionStringBuilder> change, string says)
        {
            var text = With(change);
            var failed = Assert.Throws<StoreException>(() => At(text).OpenStore());
            Assert.False(failed.IsCorrupt);
            Assert.Contains(says, failed.Message, StringComparison.Ordinal);
            Assert.Contains($"the database {new NpgsqlConnectionStringBuilder(text).Database} at ", failed.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(PostgresServer.Password, failed.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_user_who_may_not_make_tables_is_told()
    {
        Ask("CREATE ROLE stranger LOGIN PASSWORD 'x'");
        var text = With(settings => (settings.Username, settings.Password) = ("stranger", "x"));
        Assert.Contains("lacks a right", Assert.Throws<StoreException>(() => At(text).OpenStore()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_a_newer_program_is_refused_and_left_alone()
    {
        Open();
        Ask("UPDATE schema_version SET number = 999");
        Assert.Contains("newer version of gardu", Assert.Throws<StoreException>(() => Database.OpenStore()).Message, StringComparison.Ordinal);
        Assert.Equal(999, Ask<int>("SELECT number FROM schema_version"));
        var copy = Directory.CreateDirectory(Path.Combine(Folder, "copy")).FullName;
        Database.Backup(copy);
        Assert.Contains("newer version of gardu", Assert.Throws<StoreException>(() => Database.Restore(copy)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_of_an_older_program_goes_into_an_empty_database_alone()
    {
        Open();
        var latest = Ask<int>("SELECT number FROM schema_version");
        Ask("UPDATE schema_version SET number = 1");
        var copy = Directory.CreateDirectory(Path.Combine(Folder, "copy")).FullName;
        Database.Backup(copy);
        Ask($"UPDATE schema_version SET number = {latest}");
        Assert.Contains("older version of gardu", Assert.Throws<StoreException>(() => Database.Restore(copy)).Message, StringComparison.Ordinal);
        Assert.Equal(latest, Ask<int>("SELECT number FROM schema_version"));
        Ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        Database.Restore(copy);
        Assert.Equal(1, Ask<int>("SELECT number FROM schema_version"));
    }

    [Fact]
    public void Commits_are_durable_whatever_the_server_does_without_being_asked()
    {
        Ask("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$");
        Assert.Equal("off", Ask<string>("SHOW synchronous_commit"));
        Assert.Equal("on", Database.Guarded(Access.Write, connection => connection.Scalar<string>("SHOW synchronous_commit")));
    }

    [Fact]
    public void A_record_is_shown_when_nothing_before_it_can_come_any_more()
    {
        var store = Open();
        store.Commit([Record(1)], []);
        var first = Assert.Single(Rows(store, "", 10));
        using var other = Connect();
        using var slow = other.BeginTransaction();
        other.Execute("INSERT INTO usage (seq, id, time, site, method, path, kind, agent, proof, address, decision, reason, mode, terms, status, bytes, duration) "
            + "SELECT nextval('fact_seq'), decode(repeat('01', 16), 'hex'), time, site, method, path, kind, agent, proof, address, decision, reason, mode, terms, status, 99, duration FROM usage");
        store.Commit([Record(2)], []);
        Assert.Empty(Rows(store, first.Cursor, 10));
        slow.Commit();
        Assert.Equal([99, 2], Rows(store, first.Cursor, 10).Select(row => row.Record.Bytes));
    }

    [Fact]
    public void Records_out_of_another_servers_dump_are_shown_and_come_first()
    {
        var store = Open();
        store.Commit([Record(1)], []);
        Ask("UPDATE usage SET tx = '9999999999'");
        Assert.Empty(Records(store));
        var again = Open();
        again.Commit([Record(2)], []);
        Assert.Equal([1, 2], Records(again).Select(record => record.Bytes));
    }

    /// <summary>The server ends the connection while the commit is under way, having kept it: nobody says so any more.</summary>
    [Fact]
    public async Task A_commit_that_went_in_while_its_connection_was_cut_is_not_made_twice()
    {
        var store = Open();
        SetCommits("on"); // wait for a standby that never comes, the commit itself being done
        var (records, people) = (new[] { Record(1), Record(2) }, new[] { new PeopleMinute(Day, "a", 1, 1, 0, NoReferrals) });
        await CutWhile(() => store.Commit(records, people), "wait_event = 'SyncRep'");
        SetCommits("local");
        Assert.Equal(2, Count("usage"));
        store.Commit(records, people);
        Assert.Equal(records, Records(store));
        Assert.Equal(["a 1 1 0"], Counted().People);
        store.Commit([Record(3)], people);
        Assert.Equal(3, Count("usage"));
        Assert.Equal(["a 2 2 0"], Counted().People);
    }

    [Fact]
    public async Task People_alone_are_not_counted_twice_either()
    {
        var store = Open();
        SetCommits("on");
        await CutWhile(() => store.Commit([], [new PeopleMinute(Day, "a", 1, 1, 0, NoReferrals)]), "wait_event = 'SyncRep'");
        SetCommits("local");
        store.Commit([], [new PeopleMinute(Day, "a", 1, 1, 0, NoReferrals)]);
        Assert.Equal(["a 1 1 0"], Counted().People);
    }

    /// <summary>The gate has given up a charge, and the server is still at its commit, which nobody sees before it is over.</summary>
    [Fact]
    public async Task A_charge_that_goes_in_after_it_was_given_up_is_waited_for_and_taken_back()
    {
        OpenSold("lic_1", 100_000);
        using var charges = Database.OpenCharges();
        SetCommits("on");
        var charging = CutWhile(() => charges.Charge([Bought(1)]), "wait_event = 'SyncRep' AND EXISTS (SELECT FROM pg_stat_activity AS other WHERE other.datname = current_database() AND other.wait_event = 'transactionid')");
        await Eventually.True(() => Ask<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'SyncRep'") > 0, "the charge is in its commit");
        SetCommits("local");
        charges.Void(IdOf(1), Day, "store-unavailable");
        charges.Refuse(Bought(1).Record with { Reason = "store-unavailable", Status = 503 }, Day);
        await charging;
        Assert.Equal(100_000, BalanceOf("lic_1"));
        Assert.Equal((1, 1), (Count("usage WHERE charge_key IS NOT NULL AND voided IS NOT NULL"), Count("usage")));
    }

    [Fact]
    public async Task A_commit_that_did_not_go_in_while_its_connection_was_cut_is_made_again()
    {
        var store = Open();
        var (records, people) = (new[] { Record(1), Record(2) }, new[] { new PeopleMinute(Day, "a", 1, 1, 0, NoReferrals) });
        using (var other = Connect())
        using (var holding = other.BeginTransaction())
        {
            other.Execute("LOCK TABLE people IN ACCESS EXCLUSIVE MODE");
            await CutWhile(() => store.Commit(records, people), "wait_event_type = 'Lock'");
        }
        Assert.Equal(0, Count("usage"));
        store.Commit(records, people);
        Assert.Equal(records, Records(store));
        Assert.Equal(["a 1 1 0"], Counted().People);
    }

    [Fact]
    public void Gates_hear_what_the_others_have_let_through()
    {
        Open();
        var (one, other) = (Database.Rates!, At(connectionString).Rates!);
        Assert.Empty(one.Exchange("one", [("a", 3), ("b", 1)]));
        Assert.Equal([("one", "a", 3L), ("one", "b", 1L)], other.Exchange("other", [("a", 9)]).Order());
        Assert.Equal([("other", "a", 9L)], one.Exchange("one", [("a", 5)]));
        Assert.Equal([("one", "a", 5L), ("one", "b", 1L)], other.Exchange("other", []).Order());
        Ask("UPDATE rate_taken SET changed = now() - interval '2 days'");
        Assert.Empty(other.Exchange("other", [("c", 1)]));
        Assert.Equal(1, Count("rate_taken"));
    }

    [Fact]
    public void Programs_that_are_not_there_are_named()
    {
        Open();
        var path = Environment.GetEnvironmentVariable("PATH");
        try
        {
            Environment.SetEnvironmentVariable("PATH", Folder);
            Assert.Contains("pg_dump is needed", Assert.Throws<StoreException>(() => Database.Backup(Folder)).Message, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    /// <summary>Has a commit fail by ending its connection when it waits in the way that a condition says.</summary>
    async Task CutWhile(Action commit, string waits)
    {
        var committing = Task.Factory.StartNew(() => Assert.Throws<StoreException>(commit), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Eventually.True(
            () => Ask<long>($"SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND {waits}") > 0 || committing.IsCompleted,
            "the commit waits and is cut");
        await committing;
    }

    void SetCommits(string setting)
    {
        Ask($"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = {setting}', current_database()); END $$");
        NpgsqlConnection.ClearAllPools(); // a session has the setting that it began with
    }

    NpgsqlConnection Connect()
    {
        // Of its own, so that what a test does to it stays there; and with commits that no setting of the database holds up.
        var connection = new NpgsqlConnection(With(settings => (settings.Pooling, settings.Options) = (false, "-c synchronous_commit=local")));
        connection.Open();
        return connection;
    }

    void Ask(string sql)
    {
        using var connection = Connect();
        connection.Execute(sql);
    }

    T Ask<T>(string sql)
    {
        using var connection = new NpgsqlConnection(With(settings => settings.Pooling = false));
        connection.Open();
        return connection.Scalar<T>(sql);
    }
}
