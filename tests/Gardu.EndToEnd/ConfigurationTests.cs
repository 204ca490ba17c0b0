using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

public sealed class ConfigurationTests : IDisposable
{
    const string Site = "sites:\n  - host: a.example\n    origin: http://127.0.0.1:9\n";

    readonly Scratch scratch = new();

    [Theory]
    [InlineData(Site + "    contct: x@a.example\n", "6:5: ", "\"contct\"", "did you mean \"contact\"?")]
    [InlineData(Site + "  - host: [b.example, A.example]\n    origin: http://127.0.0.1:9\n", "6:23: ", "\"a.example\" is named by two sites")]
    [InlineData(Site + "    terms:\n      - path: /\n        ai-input: 0.002\n", "8:19: ", "0.002 USD")]
    [InlineData(Site + "    terms:\n      - path: /\n        ai-train: refuze\n", "8:19: ", "refuse")]
    [InlineData(Site + "    mode: enforced\n", "6:11: ", "did you mean \"enforce\"?")]
    [InlineData("sites:\n  - host: a.example\n", "4:5: ", "\"origin\" is missing")]
    [InlineData("sites:\n  - host: []\n    origin: http://127.0.0.1:9\n", "4:11: ", "at least one host is needed")]
    [InlineData(Site + "data: \"a\\0b\"\n", "6:7: ", "no control characters")]
    [InlineData(Site + "    timeout: 2 days\n", "6:14: ", "longer than a day")]
    [InlineData(Site + "store: sqlte\n", "6:8: ", "neither sqlite nor a connection to PostgreSQL", "did you mean \"sqlite\"?")]
    [InlineData(Site + "store: Host=db.example;Username=gardu;Password=x\n", "6:8: ", "lacks Database")]
    [InlineData("sites: []\n", "3:8: ", "at least one site is needed")]
    [InlineData(Site + "    terms:\n      - path: /\n        agents: {GTPBot: refuse}\n", "8:18: ", "no agent \"GTPBot\" is known", "did you mean \"GPTBot\"?")]
    [InlineData("sites: [\n", "4:1: ")]
    [InlineData("sites:\n  - &one\n    host: a.example\n    origin: http://127.0.0.1:9\n  - *one\n", "7:5: ", "anchors and aliases are not read")]
    public async Task What_is_wrong_is_said_with_its_place(string yaml, params string[] said)
    {
        var line = Assert.Single(await Refused(yaml));
        Assert.StartsWith($"{scratch.PathOf("gardu.yaml")}:{said[0]}", line, StringComparison.Ordinal);
        Assert.All(said, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_problem_is_said_at_once_in_the_order_of_the_file()
    {
        var lines = await Refused("keep: for ever\n" + Site + "    mode: enforced\n    contct: x@a.example\ntrusted: [everybody]\n");
        Assert.Equal([3, 7, 8, 9], lines.Select(line => int.Parse(line.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("listen: []\n", "at least one address")]
    [InlineData("listen: http://127.0.0.1:8402\nsites:\n  - host: b.example\n    origin: http://localhost:8402\n", "the gate's own address")]
    [InlineData("listen: [http://0.0.0.0:9, http://127.0.0.1:1]\n", "the gate's own address")]
    public async Task What_would_never_work_is_said(string yaml, string said)
    {
        await using var gardu = GarduProcess.Launch(scratch.Folder, ["up", "--config", scratch.Write("gardu.yaml", yaml.Contains("sites:", StringComparison.Ordinal) ? yaml : yaml + Site)]);
        Assert.Equal(2, await gardu.Process.WaitForExit());
        Assert.Contains(said, Assert.Single(gardu.Process.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_with_letters_of_its_own_serves_the_name_that_browsers_send()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, $"sites:\n  - host: [Müller.example, \"*.bücher.example\"]\n    origin: {origin.Url}\n");
        using var person = gardu.Client(Clients.Browser);
        foreach (var (host, status) in new[] { ("xn--mller-kva.example", 200), ("a.xn--bcher-kva.example", 200), ("mller.example", 421) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = host } };
            using var answer = await person.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_said()
    {
        await using var gardu = GarduProcess.Launch(scratch.Folder, ["up", "--config", "nowhere.yaml"]);
        Assert.Equal(2, await gardu.Process.WaitForExit());
        Assert.Contains("nowhere.yaml", Assert.Single(gardu.Process.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_environment_variable_is_named()
    {
        await using var gardu = GarduProcess.Launch(scratch.Folder, ["up", "--config", scratch.Write("gardu.yaml", GarduProcess.FreePorts + Site)],
            new Dictionary<string, string> { ["GARDU__SITES__0__MODE"] = "enforced" });
        Assert.Equal(2, await gardu.Process.WaitForExit());
        Assert.Contains("GARDU__SITES__0__MODE", Assert.Single(gardu.Process.Errors), StringComparison.Ordinal);
    }

    /// <summary>Runs it to its end: nothing on standard output, and not so much as its data folder made.</summary>
    async Task<IReadOnlyCollection<string>> Refused(string yaml)
    {
        await using var gardu = GarduProcess.Launch(scratch.Folder, ["up", "--config", scratch.Write("gardu.yaml", GarduProcess.FreePorts + yaml)]);
        Assert.Equal(2, await gardu.Process.WaitForExit());
        Assert.Empty(gardu.Process.Output);
        Assert.False(Directory.Exists(scratch.PathOf("gardu-data")), "it made its data folder");
        return gardu.Process.Errors;
    }

    public void Dispose() => scratch.Dispose();
}
