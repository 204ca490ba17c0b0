using System.Text;
using System.Text.Json.Nodes;
using Gardu.Agents.Credentials;
using Gardu.Gate.Declaring;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;
using Gardu.Store.Ledger;
using Gardu.Store.Tests.Ledger;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Store.Tests.Conformance;

public abstract partial class StoreConformance
{
    const string Origin = "log.example/ledger";

    static readonly LogKeys Keys = new([new NoteSigner(Origin, SigningKey.Of(new byte[SigningKey.Size])!)], []);

    LedgerRows Ledger => new(Database);

    TileFolder LogFolder => TileFolder.In(Folder);

    Sequencer Sequencer(TileFolder? folder = null) => new(Ledger, folder ?? LogFolder, () => Keys, TimeProvider.System);

    void Publish()
    {
        var sequencer = Sequencer();
        while (sequencer.Step() != SequencerStep.Idle)
        {
        }
    }

    Entry[] Published() => [.. Ledger.Entries(0, 100_000)];

    static string Text(Entry entry) => Encoding.UTF8.GetString(entry.Payload.Span);

    [Fact]
    public void Every_fact_has_its_entry_in_the_order_of_its_coming()
    {
        var store = Open();
        store.Commit([Record(2), Record(3)], []);
        new Declarations(Database).Add(new Declaration(Day, "news.example", "terms", new string('a', 64)), "terms"u8.ToArray());
        var (credentials, buyer) = (Credentials.Open(Database), new Licensee("lic_1", "Acme", "ann@acme.example", Day));
        credentials.Add(buyer);
        var key = new IssuedKey { Id = "key_1", Licensee = buyer, Index = "abc", Hash = new byte[32], Created = Day, Sites = ["news.example"], Audits = true };
        credentials.Add(key, null);
        credentials.Add(key with { Id = "key_2", Audits = false }, key with { Expires = Day.AddDays(7) });
        credentials.Revoke(key, Day.AddDays(1));
        credentials.Revoke(key, Day.AddDays(2));
        Ledger.Note(new ConfigurationInForce("gardu 1", "00", [("news.example", Mode.Enforce, "abc")]), Day);
        Ledger.Note(new ConfigurationInForce("gardu 1", "00", [("news.example", Mode.Enforce, "abc")]), Day);
        Ledger.Add(Keys.Signers[0].Key, Day);
        Ledger.Add(Keys.Signers[0].Key, Day);
        Publish();
        var entries = Published();
        Assert.All(entries, entry => Assert.True(entry.IsWhole));
        Assert.Equal(
            [EntryKind.Usage, EntryKind.Usage, EntryKind.Declaration, EntryKind.Licensee, EntryKind.Key, EntryKind.Key, EntryKind.Key, EntryKind.Key, EntryKind.Configuration, EntryKind.LogKey],
            entries.Select(entry => entry.Envelope.Kind));
        Assert.StartsWith("""{"address":"192.0.2.0/24","agent":"GPTBot","bytes":2,"decision":""", Text(entries[0]), StringComparison.Ordinal);
        Assert.Equal(Day.AddSeconds(2), entries[0].Envelope.Time);
        Assert.Equal($$"""{"name":"terms","sha256":"{{new string('a', 64)}}","site":"news.example"}""", Text(entries[2]));
        Assert.Equal("""{"change":"added","email":"ann@acme.example","licensee":"lic_1","name":"Acme"}""", Text(entries[3]));
        Assert.Equal("""{"audits":true,"change":"added","key":"key_1","licensee":"lic_1","sites":["news.example"],"startsWith":"gk_abc"}""", Text(entries[4]));
        Assert.Contains("\"change\":\"ends\",\"expires\":\"2026-11-30T12:00:00Z\"", Text(entries[6]), StringComparison.Ordinal);
        Assert.Contains("\"change\":\"revoked\"", Text(entries[7]), StringComparison.Ordinal);
        Assert.Equal("""{"program":"gardu 1","sha256":"00","sites":[{"mode":"enforce","site":"news.example","terms":"abc"}]}""", Text(entries[8]));
        Assert.True(credentials.Keys().Single(known => known.Id == "key_1").Audits);
        LogReader.Check(LogFolder, Keys.Known, [.. entries.Select(entry => entry.Envelope)], LogReader.NaiveRoot([.. entries.Select(entry => entry.Envelope.LeafHash())]));
    }

    [Fact]
    public void A_fact_that_is_not_committed_has_no_entry()
    {
        var store = Open();
        var twice = Record(4);
        Assert.Throws<StoreException>(() => store.Commit([Record(2), twice, twice], []));
        Assert.Empty(Ledger.Pending(10));
        store.Commit([Record(2)], []);
        Assert.Single(Ledger.Pending(10));
    }

    [Fact]
    public void Whoever_knows_another_head_moves_nothing()
    {
        Open().Commit([Record(2), Record(4)], []);
        var (head, pending) = (Ledger.Head(), Ledger.Pending(10));
        var next = new LedgerHead(2, TreeHash.OfNode(pending[0].Envelope.LeafHash(), pending[1].Envelope.LeafHash()), 7);
        foreach (var other in (LedgerHead[])[head with { Size = 1 }, head with { Epoch = 1 }, head with { Root = next.Root }])
            Assert.False(Ledger.TryAppend(other, next, [.. pending.Select(entry => entry.Row)]));
        Assert.Equal((head, 2), (Ledger.Head(), Ledger.Pending(10).Count));
        Assert.True(Ledger.TryAppend(head, next, [.. pending.Select(entry => entry.Row)]));
        Assert.False(Ledger.TryAppend(head, next, [.. pending.Select(entry => entry.Row)]));
        Assert.Equal((next, 0), (Ledger.Head(), Ledger.Pending(10).Count));
        Assert.Throws<StoreException>(() => Ledger.TryAppend(next, next with { Size = 4 }, [.. pending.Select(entry => entry.Row)]));
        Assert.Equal(next, Ledger.Head());
    }

    [Fact]
    public async Task Many_writers_and_sequencers_give_every_entry_one_place()
    {
        const int writers = 3;
        const int batches = 20;
        const int each = 50;
        Open();
        using var done = new CancellationTokenSource();
        var folders = Enumerable.Range(0, 2).Select(number => TileFolder.In(Path.Combine(Folder, $"node{number}"))).ToArray();
        var sequencing = folders.Select(folder => Task.Run(() =>
        {
            var sequencer = Sequencer(folder);
            while (!done.IsCancellationRequested)
                Patiently(() => sequencer.Step());
        })).ToArray();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() =>
        {
            var store = Open();
            for (var batch = 0; batch < batches; batch++)
                Patiently(() => store.Commit([.. Enumerable.Range(0, each).Select(number => Record(number))], []));
        })));
        await done.CancelAsync();
        await Task.WhenAll(sequencing);
        foreach (var folder in folders)
            while (Sequencer(folder).Step() != SequencerStep.Idle)
            {
            }
        var envelopes = Ledger.Envelopes(0, 100_000);
        Assert.Equal(writers * batches * each, envelopes.Distinct().Count());
        Assert.Equal(writers * batches * each, envelopes.Count);
        foreach (var folder in folders)
            LogReader.Check(folder, Keys.Known, envelopes, Ledger.Head().Root);

        // SQLite has one writer at a time, and others give up after a while: they come again.
        static void Patiently(Action work)
        {
            for (var attempt = 0; ; attempt++)
                try
                {
                    work();
                    return;
                }
                catch (StoreException busy) when (!busy.IsCorrupt && attempt < 100)
                {
                }
        }
    }

    [Fact]
    public void A_request_is_found_with_its_place_and_whom_it_concerns()
    {
        var (one, other) = (Record(2), Record(4) with { Identity = Record(4).Identity with { Licensee = "lic_1", Key = "key_1" } });
        Open().Commit([one, other], []);
        Assert.Null(Ledger.Find(other.Id)!.Value.Index);
        Publish();
        var found = Ledger.Find(other.Id)!.Value;
        Assert.Equal((1, "lic_1", "news.example"), (found.Index!.Value, found.Entry.Licensee, found.Entry.Site));
        Assert.Equal(Ledger.Entry(1)!.Entry.ToArray(), found.Entry.Entry.ToArray());
        Assert.Null(Ledger.Find(RequestId.New(Day)));
        Assert.Null(Ledger.Entry(2));
    }

    [Fact]
    public void An_export_has_what_was_asked_for()
    {
        UsageRecord Of(int number, string? licensee) => Record(number) with { Identity = Record(number).Identity with { Licensee = licensee } };
        var store = Open();
        store.Commit([Of(2, "lic_1"), Of(3, "lic_2"), Of(4, "lic_1"), Of(5, null), Of(6, "lic_1") with { Site = "other.example" }], []);
        Credentials.Open(Database).Add(new Licensee("lic_1", "Acme", null, Day));
        Credentials.Open(Database).Add(new Licensee("lic_2", "Other", null, Day));
        Publish();
        long[] Indexes(ExportFilter filter) => [.. Ledger.Select(filter, Ledger.Head().Size).Select(row => row.Index)];
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Indexes(new ExportFilter()));
        Assert.Equal([0, 2, 4, 5, 6], Indexes(new ExportFilter { Licensee = "lic_1" }));
        Assert.Equal([4, 5, 6], Indexes(new ExportFilter { Site = "other.example" }));
        Assert.Equal([1, 2, 5, 6], Indexes(new ExportFilter { From = Day.AddSeconds(3), To = Day.AddSeconds(5) }));
        Assert.Equal([1, 2], Indexes(new ExportFilter { First = 1, Last = 2 }));
        var view = new LedgerView(Ledger, LogFolder, () => TrustedKeys.Of(Keys.Known), new());
        Assert.Equal([0, 2, 4, 5], LedgerExport.Of(Ledger, view, LogFolder, Keys.Known, new ExportFilter { Licensee = "lic_1" }).Entries.Select(entry => entry.Index));
        Assert.Equal([0, 2, 4], LedgerExport.Of(Ledger, view, LogFolder, Keys.Known, new ExportFilter { Agent = "GPTBot" }).Entries.Select(entry => entry.Index));
    }

    [Fact]
    public void What_is_erased_is_gone_and_everything_else_verifies_as_before()
    {
        var store = Open();
        var credentials = Credentials.Open(Database);
        var buyer = new Licensee("lic_1", "Acme", "ann@acme.example", Day);
        credentials.Add(buyer);
        credentials.Add(new IssuedKey { Id = "key_1", Licensee = buyer, Index = "abc", Hash = new byte[32], Created = Day }, null);
        store.Commit([Record(2) with { Identity = Record(2).Identity with { Licensee = "lic_1", Key = "key_1" } }, Record(4)], []);
        Publish();
        var before = Ledger.Envelopes(0, 100);
        var erasure = new Erasure { Licensee = "lic_1" };
        Assert.True(Ledger.IsLicensee("lic_1"));
        Assert.Equal(3, Ledger.CountOf(erasure));
        Assert.Equal(3, Ledger.Erase(erasure, Day));
        Assert.Equal(0, Ledger.CountOf(erasure));
        Publish();
        var after = Published();
        Assert.Equal(before, after.Take(before.Count).Select(entry => entry.Envelope));
        Assert.Equal([true, true, true, false, false, false, false], after.Select(entry => entry.IsErased));
        Assert.Equal("""{"action":"erase","entries":1,"licensee":"lic_1"}""", Text(after[4]));
        Assert.Equal("""{"action":"erase","entries":2,"licensee":"lic_1"}""", Text(after[5]));
        Assert.Equal("""{"change":"erased","licensee":"lic_1"}""", Text(after[6]));
        Assert.Equal(("erased", null), (credentials.Licensees()[0].Name, credentials.Licensees()[0].Email));
        Assert.NotNull(credentials.Keys()[0].Revoked);
        Assert.Single(Records(store));
        var verdict = new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false);
        Assert.Equal((true, 3), (verdict.IsWhole, verdict.Erased));
    }

    [Fact]
    public void Much_is_erased_in_parts_with_an_entry_each()
    {
        var store = Open();
        store.Commit([.. Enumerable.Range(1, LedgerErasing.PartMax + 2).Select(number => Record(number))], []);
        var last = Day.AddSeconds(LedgerErasing.PartMax + 2); // that of the last record, which stays
        Assert.Equal(LedgerErasing.PartMax + 1, Ledger.Erase(new Erasure { Kind = EntryKind.Usage, Before = last }, Day));
        Assert.Equal(LedgerErasing.PartMax + 2, Assert.Single(Records(store)).Bytes);
        Publish();
        Assert.Equal([LedgerErasing.PartMax, 1], Published().Where(entry => entry.Envelope.Kind == EntryKind.Operator).Select(entry => JsonNode.Parse(Text(entry))!["entries"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_entry_or_a_kind_is_erased_too(bool one)
    {
        var store = Open();
        store.Commit([Record(2), Record(4)], []);
        new Declarations(Database).Add(new Declaration(Day, "news.example", "terms", null), default);
        Publish();
        Assert.Equal(1, Ledger.Erase(one ? new Erasure { Index = 0 } : new Erasure { Kind = EntryKind.Usage, Before = Day.AddSeconds(3) }, Day));
        Assert.Equal([true, false, false], Published().Select(entry => entry.IsErased));
        Assert.Equal(4, Assert.Single(Records(store)).Bytes);
    }

    [Fact]
    public void What_is_pruned_of_the_record_is_erased_of_the_ledger()
    {
        var store = Open();
        store.Commit([Record(2, Day.AddDays(-10)), Record(4)], []);
        Publish();
        store.Prune(Day.AddDays(-1));
        Assert.Equal([true, false], Published().Select(entry => entry.IsErased));
        Assert.True(new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false).IsWhole);
    }

    [Fact]
    public void Its_name_is_fixed_once_and_its_keys_are_kept_with_their_end()
    {
        Open();
        Assert.Null(Ledger.Origin());
        Assert.Equal("one", Ledger.Origin("one"));
        Assert.Equal("one", Ledger.Origin("other"));
        Assert.Equal("one", Ledger.Origin());
        Ledger.Add(Keys.Signers[0].Key, Day);
        Ledger.Retire(Keys.Signers[0].Key, Day);
        Assert.Equal([(Keys.Signers[0].Key, true)], Ledger.Keys());
    }

    [Fact]
    public void A_database_that_has_lost_entries_takes_their_envelopes_back()
    {
        var store = Open();
        store.Commit([Record(2), Record(4)], []);
        Publish();
        var (head, envelopes) = (Ledger.Head(), Ledger.Envelopes(0, 10));
        Database.Guarded(Access.Write, connection =>
        {
            connection.Execute("DELETE FROM entry; DELETE FROM usage");
            connection.Execute("UPDATE ledger SET size = 0, root = @0, epoch = 0", Convert.FromHexString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        });
        store.Commit([Record(6)], []);
        Publish();
        Assert.Equal([.. envelopes, Ledger.Envelopes(2, 1)[0]], Ledger.Envelopes(0, 10));
        Assert.Equal([true, true, false], Published().Select(entry => entry.IsErased));
        Assert.True(Ledger.Head().Epoch > head.Epoch - 1);
        Assert.True(new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false).IsWhole);
    }

    [Theory]
    [InlineData("UPDATE usage SET bytes = bytes + 1 WHERE bytes = 4")]
    [InlineData("UPDATE usage SET path = '/' WHERE bytes = 4")]
    [InlineData("UPDATE payload SET payload = (SELECT payload FROM payload WHERE entry = (SELECT min(entry) FROM payload)) WHERE entry = (SELECT max(entry) FROM payload)")]
    public void What_somebody_changed_is_found_out(string change)
    {
        Open().Commit([Record(2), Record(4), Record(5)], []);
        foreach (var name in (string[])["robots.txt", "terms"])
            new Declarations(Database).Add(new Declaration(Day, "news.example", name, null), default);
        Publish();
        Assert.True(new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false).IsWhole);
        Database.Guarded(Access.Write, connection => connection.Execute(change));
        Assert.Equal([Changed(change.Contains("usage", StringComparison.Ordinal) ? 1 : 4)],
            new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false).Faults);
    }

    [Fact]
    public void What_cannot_be_read_or_is_missing_ends_no_check()
    {
        Open().Commit([Record(2), Record(4), Record(5), Record(6)], []);
        Publish();
        Database.Guarded(Access.Write, connection => connection.Execute("UPDATE usage SET purpose = 'nonsense' WHERE bytes = 4; UPDATE usage SET bytes = 7 WHERE bytes = 6"));
        LedgerVerdict Check() => new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false);
        Assert.Equal([Changed(1), Changed(3)], Check().Faults);
        Database.Guarded(Access.Write, connection => connection.Execute("DELETE FROM entry WHERE leaf_index = 2"));
        Assert.Contains(Check().Faults, fault => fault.Contains("entry 2 is missing", StringComparison.Ordinal));
    }

    static string Changed(long index) => $"entry {index}: what it is about has been changed or damaged in the database; the envelope has another hash";

    [Fact]
    public void A_record_gives_the_same_bytes_for_ever()
    {
        var whole = Record(2) with
        {
            Id = new RequestId(new Guid(Enumerable.Range(0, 16).Select(number => (byte)number).ToArray(), bigEndian: true)),
            Identity = new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Spoofed, ProofReasons.AddressNotListed) { Detail = "a\0\ud800\"", Licensee = "lic_1", Key = "key_1" },
            UserAgent = "GPTBot/1.2", Decision = Verdict.Refuse, Rule = "/ ai-train", Mode = Mode.Enforce,
        };
        Open().Commit([whole, whole with { Id = RequestId.New(Day), Identity = AgentIdentity.UnknownMachine(""), UserAgent = null, Rule = null }], []);
        Publish();
        var entries = Published();
        Assert.Equal(
            """{"address":"192.0.2.0/24","agent":"GPTBot","bytes":2,"decision":"refuse","detail":"a\ufffd\ufffd\"","duration":2,"grounds":"address-not-listed","id":"req_000102030405060708090a0b0c0d0e0f","key":"key_1","licensee":"lic_1","method":"GET","mode":"enforce","operator":"OpenAI","path":"/article/2?q=é\"'","proof":"spoofed","purpose":"ai-train","reason":"refused-by-terms","requester":"agent","rule":"/ ai-train","site":"news.example","status":403,"terms":"abc","userAgent":"GPTBot/1.2"}"""
                .Replace("\\ufffd", "\ufffd", StringComparison.Ordinal),
            Text(entries[0]));
        Assert.StartsWith("""{"address":"192.0.2.0/24","agent":"","bytes":2,"decision":"refuse","duration":2,"id":"req_""", Text(entries[1]), StringComparison.Ordinal);
        Assert.All(entries, entry => Assert.True(entry.IsWhole));
    }

    [Fact]
    public void Entries_that_waited_in_the_copy_get_their_old_places_back_whole()
    {
        var store = Open();
        store.Commit([Record(2), Record(4)], []);
        Publish();
        var envelopes = Ledger.Envelopes(0, 10);
        Database.Guarded(Access.Write, connection =>
        {
            connection.Execute("UPDATE entry SET leaf_index = NULL");
            connection.Execute("UPDATE ledger SET size = 0, root = @0, epoch = 0", Convert.FromHexString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        });
        Publish();
        Assert.Equal(envelopes, Ledger.Envelopes(0, 10));
        Assert.All(Published(), entry => Assert.False(entry.IsErased));
    }

    [Fact]
    public async Task Of_several_gates_that_start_on_an_empty_database_one_has_the_first_key()
    {
        Open();
        NoteKey[] keys = [.. Enumerable.Range(1, 8).Select(number => new NoteSigner(Origin, SigningKey.Of([.. Enumerable.Repeat((byte)number, SigningKey.Size)])!).Key)];
        using var start = new Barrier(keys.Length);
        await Task.WhenAll(keys.Select(key => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TestContext.Current.CancellationToken);
                Ledger.AddFirst(key, Day);
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Single(Ledger.Keys());
        Publish();
        Assert.Single(Published());
    }

    [Fact]
    public void What_sites_have_said_before_there_was_a_ledger_is_in_it_from_the_first_key_on()
    {
        Open();
        var declarations = new Declarations(Database);
        declarations.Add(new Declaration(Day, "news.example", "terms", new string('a', 64)), "old"u8.ToArray());
        declarations.Add(new Declaration(Day, "news.example", "terms", new string('b', 64)), "new"u8.ToArray());
        declarations.Add(new Declaration(Day, "news.example", "/ai.txt", new string('a', 64)), "old"u8.ToArray());
        declarations.Add(new Declaration(Day, "news.example", "/ai.txt", null), default);
        Database.Guarded(Access.Write, connection => connection.Execute("DELETE FROM payload; DELETE FROM entry"));
        Ledger.AddFirst(Keys.Signers[0].Key, Day);
        Ledger.AddFirst(Keys.Signers[0].Key, Day);
        Publish();
        Assert.Equal([EntryKind.LogKey, EntryKind.Declaration], Published().Select(entry => entry.Envelope.Kind));
        Assert.Equal($$"""{"name":"terms","sha256":"{{new string('b', 64)}}","site":"news.example"}""", Text(Published()[1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Records_from_before_the_ledger_are_erased_too(bool ofLicensee)
    {
        var store = Open();
        store.Commit([Record(2) with { Identity = Record(2).Identity with { Licensee = "lic_1", Key = "key_1" } }, Record(4)], []);
        Database.Guarded(Access.Write, connection => connection.Execute("UPDATE usage SET salt = NULL; DELETE FROM entry"));
        Ledger.Erase(ofLicensee ? new Erasure { Licensee = "lic_1" } : new Erasure { Kind = EntryKind.Usage, Before = Day.AddSeconds(3) }, Day);
        Assert.Equal(4, Assert.Single(Records(store)).Bytes);
    }

    [Theory]
    [InlineData("half of a pair \ud83d")]
    [InlineData("\udc00 the other half")]
    [InlineData("nothing \0 between")]
    [InlineData("\ud83d\0")]
    [InlineData("\u001f\u007f\uffff")]
    public void Whatever_a_machine_says_of_itself_its_record_and_its_entry_say_the_same(string text)
    {
        Open().Commit([Record(2) with { Path = "/" + text, UserAgent = text, Identity = Record(2).Identity with { Detail = text } }], []);
        Publish();
        Assert.Empty(new LedgerCheck(Ledger, LogFolder, Keys, (_, _) => { }).Run(repair: false).Faults);
    }
}
