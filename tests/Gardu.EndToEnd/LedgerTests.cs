using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary>The ledger of a running gate, from the outside: its files by two verifiers, one of them in another language, that know nothing but what they are given.</summary>
public sealed class LedgerTests : IDisposable
{
    readonly Scratch scratch = new();

    static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => scratch.Dispose();

    Task<GarduProcess> Up(Uri origin, string settings = "") => GarduProcess.Up(scratch, settings + Sites.Guarding(origin));

    async Task<(int Code, string Said)> Say(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        return (await command.Process.WaitForExit(), command.Process.Said);
    }

    async Task<string> Done(params string[] arguments)
    {
        var (code, said) = await Say(arguments);
        Assert.True(code == 0, said);
        return said;
    }

    async Task<(string Licensee, string Key)> Buyer()
    {
        var licensee = (await Done("licensee", "add", "--name", "Acme AI", "--email", "ann@acme.example", "--json")).Split('"')[3];
        var key = JsonDocument.Parse((await Done("key", "add", licensee, "--for", "search", "--json")).Split("}")[0] + "}").RootElement.GetProperty("secret").GetString()!;
        return (licensee, key);
    }

    static async Task<HttpResponseMessage> Ask(GarduProcess gardu, string path, string? key)
    {
        using var client = gardu.Client("AcmeFetch/1.0");
        if (key is not null)
            client.DefaultRequestHeaders.Add("Gardu-Key", key);
        return await client.GetAsync(path, Stop);
    }

    /// <summary>What both verifiers say, who have to agree; the words of the one that explains itself.</summary>
    async Task<(int Code, string Said)> Verify(params string[] files)
    {
        var verdicts = await Verifiers.Run(scratch, files);
        return (verdicts.Code, $"{verdicts.Output}\n{verdicts.Errors}");
    }

    async Task<string> Receipt(GarduProcess gardu, string key, string name)
    {
        using var answer = await Ask(gardu, "/", key);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var url = new Uri(Assert.Single(answer.Headers.GetValues("Gardu-Receipt"))).AbsolutePath;
        HttpResponseMessage receipt = new(HttpStatusCode.Accepted);
        await Eventually.True(async () => (receipt = await Ask(gardu, url, key)).StatusCode != HttpStatusCode.Accepted, "the receipt is there");
        Assert.Equal(HttpStatusCode.OK, receipt.StatusCode);
        scratch.Write(name, await receipt.Content.ReadAsStringAsync(Stop));
        return answer.Headers.GetValues("Gardu-Request").Single();
    }

    static Task Known(GarduProcess gardu, string key) => Eventually.True(async () => (await Ask(gardu, "/", key)).StatusCode == HttpStatusCode.OK, "the key is known");

    [Fact]
    public async Task What_a_gate_gives_out_verifies_with_nothing_but_the_files()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await Up(origin.Url);
        var (licensee, key) = await Buyer();
        await Known(gardu, key);
        var request = await Receipt(gardu, key, "first.tlog-proof");
        scratch.Write("early", await (await Ask(gardu, "/licensing/ledger/checkpoint", key)).Content.ReadAsStringAsync(Stop));
        using var training = gardu.Client(Clients.GptBot);
        for (var i = 0; i < 20; i++)
            await training.StatusOf($"/page/{i}");
        await Receipt(gardu, key, "second.tlog-proof");
        scratch.Write("keys.txt", await (await Ask(gardu, "/licensing/ledger/keys", key)).Content.ReadAsStringAsync(Stop));
        await Done("ledger", "receipt", request, "--out", "again.tlog-proof");
        await Done("ledger", "export", "--licensee", licensee, "--out", "usage.jsonl");
        await Done("ledger", "export", "--out", "all.jsonl");
        await Done("statement", "--licensee", licensee, "--out", "statement.json");
        await Done("ledger", "prove", "--old", "early", "--out", "grown.consistency");
        await Done("ledger", "prove", "3", "--out", "third.tlog-proof");
        Assert.Contains("whole:", await Done("ledger", "fsck"), StringComparison.Ordinal);
        var (code, said) = await Verify("--keys", "keys.txt", "first.tlog-proof", "second.tlog-proof", "again.tlog-proof", "third.tlog-proof", "early", "grown.consistency", "usage.jsonl", "all.jsonl", "statement.json");
        Assert.True(code == 0, said);
        Assert.EndsWith("verified", said.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("ann@acme.example", scratch.Read("usage.jsonl")[..200], StringComparison.Ordinal);

        // Another number in the statement, and another word in the export.
        scratch.Write("statement.json", scratch.Read("statement.json").Replace("\"requests\":", "\"requests\":1", StringComparison.Ordinal));
        Assert.Equal(4, (await Verify("--keys", "keys.txt", "usage.jsonl", "statement.json")).Code);
        scratch.Write("all.jsonl", scratch.Read("all.jsonl").Replace("GPTBot", "GPTBut", StringComparison.Ordinal));
        Assert.Equal(4, (await Verify("--keys", "keys.txt", "all.jsonl")).Code);
        await gardu.Stop();
    }

    [Fact]
    public async Task A_person_who_is_erased_is_gone_and_everything_verifies()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await Up(origin.Url);
        var (licensee, key) = await Buyer();
        await Known(gardu, key);
        await Receipt(gardu, key, "receipt.tlog-proof");
        Assert.Contains("add --yes", await Done("ledger", "erase", "--licensee", licensee), StringComparison.Ordinal);
        await Done("ledger", "erase", "--licensee", licensee, "--yes");
        await Eventually.True(async () => (await Ask(gardu, "/", key)).StatusCode == HttpStatusCode.Unauthorized, "the key holds no longer");
        await Eventually.True(async () => (await Done("ledger", "show", "--json")).Contains("\"waiting\": 0", StringComparison.Ordinal), "all is published");
        foreach (var file in Directory.EnumerateFiles(scratch.PathOf("gardu-data"), "*", SearchOption.AllDirectories))
            foreach (var trace in (string[])["ann@acme.example", "Acme AI", key[3..11]])
                Assert.DoesNotContain(trace, File.ReadAllText(file, System.Text.Encoding.Latin1), StringComparison.Ordinal);
        Assert.Contains("whole:", await Done("ledger", "fsck"), StringComparison.Ordinal);
        await Done("ledger", "export", "--out", "all.jsonl");
        Assert.Equal(0, (await Verify("receipt.tlog-proof", "all.jsonl")).Code);
    }

    [Fact]
    public async Task A_witness_signs_what_only_grew_and_its_word_is_checked()
    {
        await using var origin = await Origin.Saying("hello");
        string vkey;
        await using (var gardu = await Up(origin.Url))
        {
            await gardu.Stop();
            vkey = JsonDocument.Parse(await Done("ledger", "show", "--json")).RootElement.GetProperty("keys")[0].GetProperty("key").GetString()!;
        }
        await using var witness = ExternalProcess.Start(Verifiers.Interpreter, [PathOf("witness.py"), scratch.PathOf("witness.json"), new string('7', 64), vkey], scratch.Folder);
        await Eventually.True(() => witness.Output.Count > 0 || witness.HasExited, "the witness serves");
        Assert.False(witness.HasExited, witness.Said);
        string Named(string key) => $$"""
            ledger:
              access: public
              witnesses: [{url: "http://127.0.0.1:{{witness.Output.First().Split(' ')[0]}}", key: "{{key}}"}]

            """;
        var own = witness.Output.First().Split(' ')[1];
        await using (var gardu = await Up(origin.Url, Named(own)))
        {
            using var training = gardu.Client(Clients.GptBot);
            for (var i = 0; i < 5; i++)
                await training.StatusOf($"/page/{i}");
            await Eventually.True(async () => await Clients.Metric(gardu.OperatorUrl, "gardu_ledger_cosigned") is > 0 and var signed && signed == await Clients.Metric(gardu.OperatorUrl, "gardu_ledger_size"), "the witness has signed all");
            scratch.Write("keys.txt", await training.GetStringAsync("/licensing/ledger/keys", Stop));
            await Done("ledger", "prove", "2", "--out", "cosigned.tlog-proof");
            var (code, said) = await Verify("--keys", "keys.txt", "cosigned.tlog-proof");
            Assert.True(code == 0, said);
            Assert.Contains("witness.example/w1", said, StringComparison.Ordinal);
            await gardu.Stop();
        }

        // A key that is not the witness's, and a log that was put back to an older state.
        await using (var gardu = await Up(origin.Url, Named(OtherKey)))
            await Eventually.True(() => gardu.Process.Errors.Any(line => line.Contains("no signature of", StringComparison.Ordinal)), "what is no signature of the named key is not taken");
        Directory.Delete(scratch.PathOf("gardu-data/ledger"), recursive: true);
        File.Delete(scratch.PathOf("gardu-data/gardu.db"));
        await using (var gardu = await Up(origin.Url, Named(own)))
            await Eventually.True(() => gardu.Process.Errors.Any(line => line.Contains("does not sign the log", StringComparison.Ordinal)), "a log that begins anew is signed no more");
    }

    /// <summary>The key of another witness, that of the vectors.</summary>
    const string OtherKey = "witness.gardu.test/w1+8959c6f3+BHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk";

    [Fact]
    public async Task The_key_is_changed_in_two_steps_beside_a_running_gate()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await Up(origin.Url, "ledger: {access: public}\n");
        using var training = gardu.Client(Clients.GptBot);
        async Task<string> Next(int signatures)
        {
            await training.StatusOf("/");
            await Eventually.True(async () => (await training.GetStringAsync("/licensing/ledger/checkpoint", Stop)).Count(letter => letter == '—') == signatures, $"{signatures} keys sign");
            return await training.GetStringAsync("/licensing/ledger/checkpoint", Stop);
        }
        await Next(1);
        scratch.Write("old.txt", await training.GetStringAsync("/licensing/ledger/keys", Stop));
        await Done("ledger", "key", "rotate");
        Assert.Equal(2, (await Say("ledger", "key", "rotate")).Code);
        scratch.Write("both", await Next(2));
        await Done("ledger", "key", "retire");
        Assert.Equal(2, (await Say("ledger", "key", "retire")).Code);
        scratch.Write("new", await Next(1));
        scratch.Write("new.txt", await training.GetStringAsync("/licensing/ledger/keys", Stop));
        foreach (var (keys, checkpoint, verdict) in ((string, string, int)[])[("old.txt", "both", 0), ("new.txt", "both", 0), ("new.txt", "new", 0), ("old.txt", "new", 4)])
            Assert.Equal(verdict, (await Verify("--keys", keys, checkpoint)).Code);
        Assert.Equal("600", await ExternalProcess.Run(Needs.Program("stat"), ["-c", "%a", "gardu-data/ledger.key"], scratch.Folder));
        Assert.Contains("whole:", await Done("ledger", "fsck"), StringComparison.Ordinal);
        await gardu.Stop();

        File.Delete(scratch.PathOf("gardu-data/ledger.key"));
        var (code, said) = await Say("up", "--config", "gardu.yaml");
        Assert.Equal(3, code);
        Assert.Contains("ledger.key is missing", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_named_refused_and_written_anew()
    {
        await using var origin = await Origin.Saying("hello");
        await using (var gardu = await Up(origin.Url))
        {
            using var training = gardu.Client(Clients.GptBot);
            for (var i = 0; i < 10; i++)
                await training.StatusOf($"/page/{i}");
            await gardu.Stop();
        }
        var tile = Directory.EnumerateFiles(scratch.PathOf("gardu-data/ledger/tile/0"), "*", SearchOption.AllDirectories).OrderBy(path => int.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture)).Last();
        var octets = File.ReadAllBytes(tile);
        octets[40] ^= 4;
        File.WriteAllBytes(tile, octets);
        var (code, said) = await Say("ledger", "fsck");
        Assert.Equal(4, code);
        Assert.Contains("tile/0/000.p/", said, StringComparison.Ordinal);
        Assert.Equal(4, (await Say("ledger", "prove", "0")).Code);
        await using (var gardu = await Up(origin.Url))
        {
            using var client = new HttpClient { BaseAddress = gardu.OperatorUrl };
            await Eventually.True(async () => (await client.GetStringAsync("/ready", Stop)).Contains("fsck --repair", StringComparison.Ordinal), "the gate says what is wrong and serves on");
            using var person = gardu.Client(Clients.Browser);
            Assert.Equal(200, await person.StatusOf("/"));
            Assert.Contains("repaired: 1 of 1", await Done("ledger", "fsck", "--repair"), StringComparison.Ordinal);
            await Eventually.True(async () => (await client.GetStringAsync("/ready", Stop)).Contains("\"ledger\":null", StringComparison.Ordinal), "and the ledger goes on");
            await gardu.Stop();
        }
        Assert.Contains("whole:", await Done("ledger", "verify"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_holds_log_and_keys_and_an_older_database_takes_back_what_the_log_has()
    {
        await using var origin = await Origin.Saying("hello");
        await using (var gardu = await Up(origin.Url))
        {
            using var training = gardu.Client(Clients.GptBot);
            await training.StatusOf("/before");
            await Eventually.True(async () => await Clients.Metric(gardu.OperatorUrl, "gardu_ledger_size") >= 4, "it is published");
            await Done("backup", "copy");
            await Done("ledger", "key", "rotate");
            for (var i = 0; i < 5; i++)
                await training.StatusOf($"/after/{i}");
            await Eventually.True(() => scratch.Read("gardu-data/ledger/checkpoint").Count(letter => letter == '—') == 2, "both keys sign");
            await Done("ledger", "key", "retire");
            await training.StatusOf("/after/all");
            await gardu.Stop();
        }
        var before = JsonDocument.Parse(await Done("ledger", "show", "--json")).RootElement.GetProperty("published").GetInt64();
        Assert.True(File.Exists(scratch.PathOf("copy/ledger.key")) && File.Exists(scratch.PathOf("copy/ledger/checkpoint")));
        File.Copy(scratch.PathOf("gardu-data/ledger/checkpoint"), scratch.PathOf("early"));
        await Done("restore", "copy");
        await using (var gardu = await Up(origin.Url))
            await gardu.Stop();
        Assert.True(JsonDocument.Parse(await Done("ledger", "show", "--json")).RootElement.GetProperty("published").GetInt64() >= before);
        Assert.Contains("whole:", await Done("ledger", "fsck"), StringComparison.Ordinal);
        await Done("ledger", "prove", "--old", "early", "--out", "grown.consistency");
        scratch.Write("keys.txt", await Done("ledger", "key", "list") + "\n");
        var (code, said) = await Verify("--keys", "keys.txt", "early", "grown.consistency");
        Assert.True(code == 0, said);

        // On another machine the copy is all there is.
        Directory.Move(scratch.PathOf("gardu-data"), scratch.PathOf("gone"));
        await Done("restore", "copy", "--data", "gardu-data");
        await using (var gardu = await Up(origin.Url))
            await gardu.Stop();
        Assert.Contains("whole:", await Done("ledger", "fsck"), StringComparison.Ordinal);
    }
}
