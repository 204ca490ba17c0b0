using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>
/// What <c>SIGKILL</c> at random moments under paid load leaves of money: one charge for everything that a client received, none for what it was refused, a balance that is
/// credit less charges, and a retry that costs nothing.
/// </summary>
public sealed class ChargeKillTests(SharedPostgres postgres) : IDisposable
{
    const int Buyers = 8;

    /// <summary>Cents that are paid in; more than is ever spent.</summary>
    const long Credit = 1_000_000;

    static readonly int Seed = int.TryParse(Environment.GetEnvironmentVariable("GARDU_FAULT_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed)
        ? seed
        : Environment.TickCount & int.MaxValue;

    readonly Scratch scratch = new();
    readonly ConcurrentDictionary<string, string> received = new(); // path, charge
    readonly ConcurrentDictionary<string, HttpStatusCode> refused = new();
    readonly ConcurrentQueue<string> unanswered = new();
    int asked;
    int free;

    public static int Rounds => Needs.IsLong ? 50 : 5;

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kills_under_paid_load_charge_exactly_what_was_received(bool onPostgres)
    {
        var environment = new Dictionary<string, string>();
        if (onPostgres)
            environment["GARDU__STORE"] = await postgres.NewDatabase();
        var random = new Random(Seed);
        await using var origin = await Origin.Saying("an article");
        var yaml = $$"""
            plans:
              payg: {price: 0 USD/month, agreement: none}
            sites:
              - host: "*"
                origin: {{origin.Url.GetLeftPart(UriPartial.Authority)}}
                mode: enforce
                terms: [{path: /, ai-input: 0.01 USD}]

            """;
        async Task<string> Say(params string[] arguments)
        {
            await using var command = GarduProcess.Launch(scratch.Folder, arguments, environment);
            Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
            return string.Join('\n', command.Process.Output);
        }
        await using (var first = await GarduProcess.Up(scratch, yaml, environment))
            await first.Stop();
        var licensee = await Say("licensee", "add", "--name", "Acme AI");
        await Say("plan", "assign", licensee, "payg");
        await Say("credit", "add", licensee, (Credit / 100m).ToString(CultureInfo.InvariantCulture) + " USD");
        var key = await Say("key", "add", licensee, "--for", "ai-input");

        for (var round = 1; round <= Rounds; round++)
        {
            await using var gardu = await GarduProcess.Up(scratch, yaml, environment);
            var buying = Enumerable.Range(0, Buyers).Select(_ => Buy(gardu, key)).ToArray();
            await Task.Delay(TimeSpan.FromMilliseconds(200 + random.Next(1500)), TestContext.Current.CancellationToken); // the moment is the test's own
            await gardu.Process.Kill();
            await Task.WhenAll(buying);
        }

        await using (var last = await GarduProcess.Up(scratch, yaml, environment))
        {
            using var client = ClientOf(last, key);
            while (unanswered.TryDequeue(out var path))
                await Ask(client, path);
            Assert.True(unanswered.IsEmpty, $"seed {Seed}: something is not answered though nobody kills the gate");
            await last.Stop();
        }
        Assert.True(received.Count > Rounds * Buyers, $"seed {Seed}: only {received.Count} were bought");

        var charges = new Dictionary<string, string>(); // path, charge
        foreach (var line in (await Say("ledger", "export", "--licensee", licensee)).Split('\n').Skip(1))
            if (JsonDocument.Parse(line).RootElement.TryGetProperty("payload", out var payload) && JsonDocument.Parse(payload.GetString()!).RootElement is var entry
                && entry.TryGetProperty("charge", out var charge) && entry.TryGetProperty("path", out var path))
                Assert.True(charges.TryAdd(path.GetString()!, charge.GetString()!), $"seed {Seed}: {path} is charged twice");
        foreach (var (path, charge) in received)
            Assert.True(charges.TryGetValue(path, out var known) && known == charge, $"seed {Seed}: {path} was received under {charge} and is charged under {known}");
        foreach (var (path, status) in refused)
            Assert.False(charges.ContainsKey(path) && !received.ContainsKey(path), $"seed {Seed}: {path} was refused with {status} and is charged");
        var usage = JsonDocument.Parse(await Say("usage", licensee, "--json")).RootElement;
        Assert.Equal((charges.Count, (Credit - charges.Count) / 100m), (usage.GetProperty("charges").GetInt32(), decimal.Parse(usage.GetProperty("balances")[0].GetProperty("balance").GetString()!, CultureInfo.InvariantCulture)));
        Assert.Contains("whole", await Say("ledger", "fsck"), StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage($"{received.Count} bought, {refused.Count} refused, {free} free again");
    }

    static HttpClient ClientOf(GarduProcess gardu, string key)
    {
        var client = gardu.Client("AcmeFetch/1.0");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Buys until the gate is gone: first what was asked for before and not answered.</summary>
    async Task Buy(GarduProcess gardu, string key)
    {
        using var client = ClientOf(gardu, key);
        while (await Ask(client, unanswered.TryDequeue(out var again) ? again : $"/article/{Interlocked.Increment(ref asked)}"))
        {
        }
    }

    async Task<bool> Ask(HttpClient client, string path)
    {
        try
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                unanswered.Enqueue(path); // the gate has just started and does not know the key yet
                return true;
            }
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                refused[path] = answer.StatusCode;
                return true;
            }
            if (answer.Headers.GetValues("crawler-charged").Single() == "USD 0")
                Interlocked.Increment(ref free);
            received[path] = answer.Headers.GetValues("Gardu-Charge").Single();
            return true;
        }
        catch (HttpRequestException)
        {
            unanswered.Enqueue(path);
            return false;
        }
    }
}
