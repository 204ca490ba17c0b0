using System.Net;
using System.Text;
using Gardu.Agents.Credentials;
using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;
using Gardu.Protocols.Signatures;
using Gardu.Terms;

namespace Gardu.Gate.Tests.Ledger;

public sealed class LedgerPagesTests
{
    static readonly byte[] Salt = new byte[Envelope.SaltSize];
    static readonly KeySecret Buyers = KeySecret.New();
    static readonly KeySecret Others = KeySecret.New();
    static readonly KeySecret Auditors = KeySecret.New();
    static readonly KeySecret AuditorsOfAnother = KeySecret.New();

    static readonly IssuedKeys Keys = new([
        Key(Buyers, "lic_buyer"), Key(Others, "lic_other"), Key(Auditors, "lic_auditor") with { Audits = true }, Key(AuditorsOfAnother, "lic_auditor") with { Audits = true, Sites = ["another.example"] },
    ]);

    readonly MemoryLedger ledger = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static IssuedKey Key(KeySecret secret, string licensee) => new()
    {
        Id = "key_" + licensee, Licensee = new Licensee(licensee, "", null, default), Index = secret.Index, Hash = secret.Hash(), Purpose = Purpose.Search, Created = default,
    };

    static Entry EntryOf(string payload) => new(Envelope.Of(EntryKind.Usage, 1, Salt, Encoding.UTF8.GetBytes(payload)), Salt, Encoding.UTF8.GetBytes(payload));

    async Task<TestGate> Gate(Origin origin, LedgerAccess access)
    {
        var gate = await TestGate.Start(origin.Url, with: snapshot => snapshot with { LedgerAccess = access }, ledger: ledger);
        gate.Keys = Keys;
        return gate;
    }

    static async Task<HttpResponseMessage> Ask(TestGate gate, string path, KeySecret? key)
    {
        using var client = gate.Client("python-requests/2");
        if (key is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {key.Text}");
        return await client.GetAsync("/licensing/ledger/" + path, Stop);
    }

    [Theory]
    [InlineData(LedgerAccess.Public, HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData(LedgerAccess.Licensees, HttpStatusCode.Unauthorized, HttpStatusCode.OK)]
    [InlineData(LedgerAccess.Off, HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    public async Task The_log_is_read_by_whom_the_owner_lets(LedgerAccess access, HttpStatusCode strangers, HttpStatusCode licensees)
    {
        ledger.Files["checkpoint"] = "a checkpoint"u8.ToArray();
        ledger.Files["tile/0/000"] = [1, 2, 3];
        ledger.Files["tile/entries/000.p/7"] = [4];
        await using var origin = await Origin.Hello();
        await using var gate = await Gate(origin, access);
        foreach (var path in (string[])["checkpoint", "tile/0/000", "tile/entries/000.p/7", "keys"])
        {
            Assert.Equal(path == "keys" && access == LedgerAccess.Licensees ? HttpStatusCode.OK : strangers, (await Ask(gate, path, null)).StatusCode);
            var answer = await Ask(gate, path, Others);
            Assert.Equal(licensees, answer.StatusCode);
            if (answer.IsSuccessStatusCode && path != "keys")
                Assert.Equal(ledger.Files[path], await answer.Content.ReadAsByteArrayAsync(Stop));
        }
        Assert.Empty(gate.Store.Records);
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task Answers_say_what_they_are_and_how_long_they_may_be_kept()
    {
        ledger.Files["checkpoint"] = "a checkpoint"u8.ToArray();
        ledger.Files["tile/0/000"] = [1];
        await using var origin = await Origin.Hello();
        await using var gate = await Gate(origin, LedgerAccess.Public);
        var checkpoint = await Ask(gate, "checkpoint", null);
        Assert.Equal(("text/plain; charset=utf-8", "public, max-age=1"), (checkpoint.Content.Headers.ContentType!.ToString(), checkpoint.Headers.CacheControl!.ToString()));
        var tile = await Ask(gate, "tile/0/000", null);
        Assert.Equal(("application/octet-stream", "public, max-age=31536000, immutable"), (tile.Content.Headers.ContentType!.ToString(), string.Join(", ", tile.Headers.GetValues("Cache-Control"))));
        var refused = await Ask(gate, "payload/0", null);
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer realm=\"gardu\""), (refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
    }

    [Theory]
    [InlineData("tile/0/1")]
    [InlineData("tile/0/001")]
    [InlineData("tile/0/../../gardu.db")]
    [InlineData("checkpoint/")]
    [InlineData("..%2f..%2fgardu.db")]
    [InlineData("payload/00")]
    [InlineData("payload/-1")]
    [InlineData("payload/99999999999999999999")]
    [InlineData("receipt/req_1")]
    [InlineData("")]
    public async Task Nothing_else_is_there(string path)
    {
        ledger.Entries.Add(new ConcernedEntry(EntryOf("{}"), "lic_buyer", "*"));
        ledger.Files["tile/0/1"] = ledger.Files["gardu.db"] = [1];
        await using var origin = await Origin.Hello();
        await using var gate = await Gate(origin, LedgerAccess.Public);
        Assert.Equal(404, await gate.StatusOf("/licensing/ledger/" + path, $"python-requests/2\r\nAuthorization: Bearer {Buyers.Text}"));
    }

    [Fact]
    public async Task What_an_entry_is_about_is_shown_to_whom_it_concerns()
    {
        ledger.Entries.Add(new ConcernedEntry(EntryOf("{\"a\":1}"), "lic_buyer", "*"));
        ledger.Entries.Add(new ConcernedEntry(EntryOf("{}") with { Salt = default, Payload = default }, "lic_buyer", "*"));
        ledger.Entries.Add(new ConcernedEntry(EntryOf("{\"b\":1}"), null, null));
        await using var origin = await Origin.Hello();
        await using var gate = await Gate(origin, LedgerAccess.Public);
        var own = await Ask(gate, "payload/0", Buyers);
        byte[] expected = [.. Salt, .. "{\"a\":1}"u8];
        Assert.Equal(expected, await own.Content.ReadAsByteArrayAsync(Stop));
        Assert.True(own.Headers.CacheControl!.NoStore);
        Assert.Equal(HttpStatusCode.OK, (await Ask(gate, "payload/0", Auditors)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(gate, "payload/0", Others)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(gate, "payload/0", AuditorsOfAnother)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(gate, "payload/1", Buyers)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(gate, "payload/2", Buyers)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Ask(gate, "payload/2", Auditors)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(gate, "payload/3", Auditors)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_to_a_licensee_says_where_its_receipt_is_and_a_strangers_does_not()
    {
        await using var origin = await Origin.Start(context =>
        {
            context.Response.Headers["Gardu-Receipt"] = "the origin's";
            return Task.CompletedTask;
        });
        await using var gate = await Gate(origin, LedgerAccess.Licensees);
        foreach (var (path, status) in ((string, HttpStatusCode)[])[("/", HttpStatusCode.OK), ("/members/1", HttpStatusCode.Forbidden)])
        {
            using var client = gate.Client("python-requests/2");
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {Buyers.Text}");
            var answer = await client.GetAsync(path, Stop);
            Assert.Equal(status, answer.StatusCode);
            var request = Assert.Single(answer.Headers.GetValues("Gardu-Request"));
            Assert.Equal($"{gate.Url.GetLeftPart(UriPartial.Authority)}/licensing/ledger/receipt/{request}", Assert.Single(answer.Headers.GetValues("Gardu-Receipt")));
        }
        using var stranger = gate.Client("python-requests/2");
        Assert.False((await stranger.GetAsync("/members/1", Stop)).Headers.Contains("Gardu-Receipt"));
        gate.Swap(gate.Snapshot.Value with { LedgerAccess = LedgerAccess.Off });
        stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {Buyers.Text}");
        Assert.False((await stranger.GetAsync("/members/1", Stop)).Headers.Contains("Gardu-Receipt"));
    }

    [Fact]
    public async Task A_receipt_comes_once_a_checkpoint_has_the_entry_and_until_then_later_is_said()
    {
        var entry = new ConcernedEntry(EntryOf("{}"), "lic_buyer", "*");
        var log = new NoteSigner("log.example/1", SigningKey.Of(new byte[SigningKey.Size])!);
        var root = entry.Entry.Envelope.LeafHash();
        var proof = new TlogProof(0, [], log.Sign(new Checkpoint("log.example/1", 1, root).Text));
        var (pending, done, young, old) = (RequestId.New(DateTimeOffset.UtcNow), RequestId.New(DateTimeOffset.UtcNow), RequestId.New(DateTimeOffset.UtcNow), RequestId.New(DateTimeOffset.UtcNow.AddMinutes(-1)));
        ledger.Receipts[pending] = new LedgerReceipt(entry, null);
        ledger.Receipts[done] = new LedgerReceipt(entry, proof);
        await using var origin = await Origin.Hello();
        await using var gate = await Gate(origin, LedgerAccess.Licensees);
        foreach (var id in (RequestId[])[pending, young])
        {
            var later = await Ask(gate, $"receipt/{id}", Buyers);
            Assert.Equal((HttpStatusCode.Accepted, "1"), (later.StatusCode, Assert.Single(later.Headers.GetValues("Retry-After"))));
        }
        foreach (var id in (RequestId[])[old, RequestId.New(DateTimeOffset.UtcNow.AddYears(1))])
            Assert.Equal(HttpStatusCode.NotFound, (await Ask(gate, $"receipt/{id}", Buyers)).StatusCode);
        foreach (var id in (RequestId[])[pending, done, young]) // nobody learns whether it is another's or nobody's
            Assert.Equal(HttpStatusCode.Accepted, (await Ask(gate, $"receipt/{id}", Others)).StatusCode);
        ledger.Receipts[old] = new LedgerReceipt(entry, proof);
        Assert.Equal(HttpStatusCode.NotFound, (await Ask(gate, $"receipt/{old}", Others)).StatusCode);
        var answer = await Ask(gate, $"receipt/{done}", Buyers);
        Assert.Equal((HttpStatusCode.OK, proof.ToString()), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop)));
        Assert.True(TlogProof.Parse(await answer.Content.ReadAsByteArrayAsync(Stop)) is { Index: 0 } read && TreeProofs.Includes(root, 0, 1, read.Path, root));
    }

    [Fact]
    public async Task A_damaged_ledger_is_unavailable_and_nothing_else_is()
    {
        ledger.IsDamaged = true;
        await using var origin = await Origin.Hello();
        await using var gate = await Gate(origin, LedgerAccess.Public);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Ask(gate, "checkpoint", null)).StatusCode);
        using var person = gate.Client(TestGate.Browser);
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_database_that_is_silent_holds_up_nobody_but_those_who_read_there()
    {
        using var answers = new CancellationTokenSource();
        ledger.Silence = answers.Token;
        await using var origin = await Origin.Hello();
        await using var gate = await Gate(origin, LedgerAccess.Licensees);
        var waiting = Enumerable.Range(0, 200).Select(_ => Ask(gate, $"receipt/{RequestId.New(DateTimeOffset.UtcNow)}", Buyers)).ToArray();
        using var person = gate.Client(TestGate.Browser);
        try
        {
            for (var look = 0; look < 20; look++)
                Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/", Stop).WaitAsync(TimeSpan.FromSeconds(5), Stop)).StatusCode);
        }
        finally
        {
            await answers.CancelAsync();
        }
        Assert.All(await Task.WhenAll(waiting), answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
    }
}
