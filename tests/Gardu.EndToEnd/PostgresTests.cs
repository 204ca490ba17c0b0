using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary>The gate and its commands on PostgreSQL.</summary>
public sealed class PostgresTests(SharedPostgres postgres) : IDisposable
{
    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task What_a_gate_records_and_what_commands_say_of_it_is_in_the_database()
    {
        await using var origin = await Origin.Saying("hello");
        var yaml = $"store: '{(await postgres.NewDatabase()).Replace("'", "''", StringComparison.Ordinal)}'\n{Sites.Guarding(origin.Url)}";
        await using var gardu = await GarduProcess.Up(scratch, yaml);
        using var training = gardu.Client(Clients.GptBot);
        using var person = gardu.Client(Clients.Browser);
        Assert.Equal(200, await person.StatusOf("/read"));
        using var refused = await training.GetAsync("/train", TestContext.Current.CancellationToken);
        Assert.Equal(403, (int)refused.StatusCode);
        await Eventually.True(async () => (await gardu.Usage()).Count == 1, "it is recorded");

        Assert.Contains("refused-by-terms", await Say("explain", refused.Headers.GetValues("Gardu-Request").Single()), StringComparison.Ordinal);
        var traffic = JsonDocument.Parse(await Say("report", "--config", "gardu.yaml", "--json")).RootElement.GetProperty("agents").EnumerateArray();
        Assert.Equal("GPTBot", Assert.Single(traffic).GetProperty("agent").GetString());

        var licensee = await Say("licensee", "add", "--name", "Acme AI");
        var key = await Say("key", "add", licensee, "--for", "search");
        using var keyed = gardu.Client("AcmeFetch/1.0");
        keyed.DefaultRequestHeaders.Add("Gardu-Key", key);
        await Eventually.True(async () => await keyed.StatusOf("/") == 200, "the key is known");
        await Eventually.True(async () => (await gardu.Usage()).Any(record => record.Proof == "credential"), "what came with it is recorded");
        Assert.True(await Clients.Metric(gardu.OperatorUrl, "gardu_store_size_bytes") > 0);

        await Say("backup", scratch.PathOf("copy"));
        Assert.True(File.Exists(scratch.PathOf("copy/gardu.dump")));
        Assert.False(File.Exists(scratch.PathOf("gardu-data/gardu.db")));
        await gardu.Stop();
        Assert.DoesNotContain(PostgresServer.Password, gardu.Process.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_of_a_licensee_holds_for_two_gates_together()
    {
        await using var origin = await Origin.Saying("hello");
        var environment = new Dictionary<string, string> { ["GARDU__STORE"] = await postgres.NewDatabase() };
        var yaml = $$"""sites: [{host: "*", origin: "{{origin.Url}}", mode: enforce, terms: [{path: /, all: "limit 100/h"}]}]""";
        using var elsewhere = new Scratch();
        await using var one = await GarduProcess.Up(scratch, yaml, environment);
        Directory.CreateDirectory(elsewhere.PathOf("gardu-data"));
        File.Copy(scratch.PathOf("gardu-data/ledger.key"), elsewhere.PathOf("gardu-data/ledger.key"));
        await using var two = await GarduProcess.Up(elsewhere, yaml, environment);
        async Task<string> Say(params string[] arguments)
        {
            await using var command = GarduProcess.Launch(scratch.Folder, arguments, environment);
            Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
            return string.Join('\n', command.Process.Output);
        }
        var key = await Say("key", "add", await Say("licensee", "add", "--name", "Acme AI"), "--for", "search");
        using var first = one.Client("AcmeFetch/1.0");
        using var second = two.Client("AcmeFetch/1.0");
        foreach (var client in new[] { first, second })
        {
            client.DefaultRequestHeaders.Add("Gardu-Key", key);
            await Eventually.True(async () => await client.StatusOf("/licensing/ledger/checkpoint") == 200, "the key is known");
        }
        for (var i = 0; i < 90; i++)
            Assert.Equal(200, await first.StatusOf("/"));
        var here = 0;
        await Eventually.True(async () =>
        {
            var status = await second.StatusOf("/");
            here += status == 200 ? 1 : 0;
            return status == 429;
        }, "the other gate has heard of it");
        Assert.InRange(here, 1, 95); // alone it would let a hundred through
    }

    [Fact]
    public async Task Two_gates_share_one_database_and_keep_one_ledger()
    {
        await using var origin = await Origin.Saying("hello");
        var environment = new Dictionary<string, string> { ["GARDU__STORE"] = await postgres.NewDatabase() };
        using var elsewhere = new Scratch();
        await using var one = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url), environment);
        await using (var keyless = GarduProcess.Launch(elsewhere.Folder, ["up", "--config", elsewhere.Write("gardu.yaml", GarduProcess.FreePorts + Sites.Guarding(origin.Url))], environment))
        {
            Assert.Equal(3, await keyless.Process.WaitForExit());
            Assert.Contains("ledger.key is missing", keyless.Process.Said, StringComparison.Ordinal);
        }
        Directory.CreateDirectory(elsewhere.PathOf("gardu-data"));
        File.Copy(scratch.PathOf("gardu-data/ledger.key"), elsewhere.PathOf("gardu-data/ledger.key"));
        await using var two = await GarduProcess.Up(elsewhere, Sites.Guarding(origin.Url), environment);
        using var first = one.Client(Clients.GptBot);
        using var second = two.Client(Clients.GptBot);
        for (var i = 0; i < 50; i++)
            Assert.Equal((403, 403), (await first.StatusOf($"/one/{i}"), await second.StatusOf($"/two/{i}")));
        await Eventually.True(async () => (await one.Usage()).Count == 100, "each shows what both have recorded");
        Assert.Equal((await one.Usage()).Select(record => record.Id), (await two.Usage()).Select(record => record.Id));

        await Eventually.True(async () => await Clients.Metric(one.OperatorUrl, "gardu_ledger_size") is >= 100 and var size && size == await Clients.Metric(two.OperatorUrl, "gardu_ledger_size"), "both publish all of it");
        Assert.Equal(scratch.Read("gardu-data/ledger/checkpoint"), elsewhere.Read("gardu-data/ledger/checkpoint"));
        foreach (var folder in (Scratch[])[scratch, elsewhere])
        {
            await using var check = GarduProcess.Launch(folder.Folder, ["ledger", "fsck"], environment);
            Assert.True(await check.Process.WaitForExit() == 0, check.Process.Said);
        }

        await using var history = GarduProcess.Launch(scratch.Folder, ["terms", "history", "--json"], environment);
        Assert.True(await history.Process.WaitForExit() == 0, history.Process.Said);
        var terms = JsonDocument.Parse(string.Join('\n', history.Process.Output)).RootElement.GetProperty("changes").EnumerateArray().Where(change => change.GetProperty("name").GetString() == "terms");
        Assert.Single(terms);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_at_the_start_is_something_unavailable()
    {
        var yaml = $"store: postgres://gardu:s3cret@127.0.0.1:{Clients.FreePort()}/gardu\n{Sites.Guarding(new Uri("http://127.0.0.1:9"))}";
        await using var gardu = GarduProcess.Launch(scratch.Folder, ["up", "--config", scratch.Write("gardu.yaml", GarduProcess.FreePorts + yaml)]);
        Assert.Equal(3, await gardu.Process.WaitForExit());
        Assert.Empty(gardu.Process.Output);
        var line = Assert.Single(gardu.Process.Errors);
        Assert.Contains("PostgreSQL cannot be reached", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
    }

    async Task<string> Say(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        Assert.DoesNotContain(PostgresServer.Password, command.Process.Said, StringComparison.Ordinal);
        return string.Join('\n', command.Process.Output);
    }
}
