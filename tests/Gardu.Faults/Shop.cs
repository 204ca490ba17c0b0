using System.Globalization;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>A site that sells every page for a cent, and one licensee that buys: what gates on it are started with, and what is held against their books afterwards.</summary>
sealed class Shop : IAsyncDisposable
{
    readonly Scratch scratch = new();
    readonly Scratch elsewhere = new();
    readonly Origin origin;
    readonly long credit;

    Shop(Origin origin, long credit) => (this.origin, this.credit) = (origin, credit);

    /// <summary>What every gate and every command of it is started with.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Where the gates have their files.</summary>
    public Scratch Scratch => scratch;

    /// <summary>The licensee.</summary>
    public string Licensee { get; private set; } = "";

    /// <summary>The clients.</summary>
    public PaidLoad Load { get; private set; } = null!; // Open makes it

    string Yaml => $$"""
        plans:
          payg: {price: 0 USD/month, agreement: none}
        sites:
          - host: "*"
            origin: {{origin.Url.GetLeftPart(UriPartial.Authority)}}
            mode: enforce
            terms: [{path: /, search: allow, ai-input: 0.01 USD}]

        """;

    /// <summary>Opens one.</summary>
    /// <param name="credit">Cents that the licensee has paid in.</param>
    /// <param name="postgres">The database; null for SQLite.</param>
    /// <param name="prepare">Does what has to be done before the first start.</param>
    public static async Task<Shop> Open(long credit, string? postgres = null, Func<Shop, Task>? prepare = null)
    {
        var shop = new Shop(await Origin.Saying("an article"), credit);
        try
        {
            if (postgres is not null)
                shop.Environment["GARDU__STORE"] = postgres;
            if (prepare is not null)
                await prepare(shop);
            await using (var first = await shop.Up())
                await first.Stop();
            shop.Licensee = await shop.Say("licensee", "add", "--name", "Acme AI");
            await shop.Say("plan", "assign", shop.Licensee, "payg");
            await shop.Say("credit", "add", shop.Licensee, (credit / 100m).ToString(CultureInfo.InvariantCulture) + " USD");
            shop.Load = new PaidLoad(await shop.Say("key", "add", shop.Licensee, "--for", "ai-input"));
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a gate.</summary>
    public Task<GarduProcess> Up() => GarduProcess.Up(scratch, Yaml, Environment);

    /// <summary>Starts a gate beside it, on the same PostgreSQL, with a data folder of its own.</summary>
    public Task<GarduProcess> UpElsewhere()
    {
        Directory.CreateDirectory(elsewhere.PathOf("gardu-data"));
        File.Copy(scratch.PathOf("gardu-data/ledger.key"), elsewhere.PathOf("gardu-data/ledger.key"));
        return GarduProcess.Up(elsewhere, Yaml, Environment);
    }

    /// <summary>Runs a command, and returns what it says.</summary>
    public async Task<string> Say(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments, Environment);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        return string.Join('\n', command.Process.Output);
    }

    /// <summary>
    /// Holds the books against what clients were answered: everything that was received is charged once, under the charge that came with it; nothing is charged that was not received;
    /// the balance is credit less charges; the ledger is whole.
    /// </summary>
    /// <param name="told">What repeats the run, for the message of a failure.</param>
    public async Task Check(string told)
    {
        var (charges, voided) = (new Dictionary<string, string>(), new HashSet<string>()); // charge, path
        foreach (var line in (await Say("ledger", "export", "--licensee", Licensee)).Split('\n').Skip(1))
        {
            if (!JsonDocument.Parse(line).RootElement.TryGetProperty("payload", out var payload) || JsonDocument.Parse(payload.GetString()!).RootElement is var entry && !entry.TryGetProperty("charge", out var charge))
                continue;
            if (entry.TryGetProperty("path", out var path))
                Assert.True(charges.TryAdd(charge.GetString()!, path.GetString()!), $"{told}: {charge} is there twice");
            else
                Assert.True(voided.Add(charge.GetString()!), $"{told}: {charge} is taken back twice");
        }
        Assert.Empty(voided.Except(charges.Keys));
        var standing = new Dictionary<string, string>(); // path, charge
        foreach (var (charge, path) in charges.Where(charge => !voided.Contains(charge.Key)))
            Assert.True(standing.TryAdd(path, charge), $"{told}: {path} is charged twice");
        foreach (var answer in Load.Received)
            Assert.True(standing.TryGetValue(answer.Path, out var known) && known == answer.Charge, $"{told}: {answer.Path} was received under {answer.Charge} and is charged under {known}");
        var received = Load.Received.Select(answer => answer.Path).ToHashSet();
        foreach (var answer in Load.Refused.Where(answer => !received.Contains(answer.Path)))
            Assert.False(standing.ContainsKey(answer.Path), $"{told}: {answer.Path} was refused with {answer.Status} and is charged");
        foreach (var (path, charge) in standing)
            Assert.True(received.Contains(path), $"{told}: nobody received {path}, and {charge} stands");
        var usage = JsonDocument.Parse(await Say("usage", Licensee, "--json")).RootElement;
        Assert.Equal((standing.Count, (credit - standing.Count) / 100m),
            (usage.GetProperty("charges").GetInt32(), decimal.Parse(usage.GetProperty("balances")[0].GetProperty("balance").GetString()!, CultureInfo.InvariantCulture)));
        Assert.Contains("whole", await Say("ledger", "fsck"), StringComparison.Ordinal);
        var (free, refused) = (Load.Received.Count(answer => answer.IsFree), string.Join(", ", Load.Refused.CountBy(answer => (int)answer.Status).Select(count => $"{count.Value} times {count.Key}")));
        TestContext.Current.SendDiagnosticMessage($"{told}: {received.Count} bought, {free} free again, {voided.Count} taken back, refused {refused}");
    }

    public async ValueTask DisposeAsync()
    {
        await origin.DisposeAsync();
        scratch.Dispose();
        elsewhere.Dispose();
    }
}
