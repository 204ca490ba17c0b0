using System.Runtime.CompilerServices;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary>The sample of a platform that sells its API, gone through as its script does: from the agreement to the top-up.</summary>
public sealed class PlatformTests : IDisposable
{
    static readonly string Sample = Path.GetFullPath(Path.Combine(Here(), "../../samples/platform"));

    // artifacts/bin/X/release/ of the tests stands beside that of the sample.
    static readonly string Origin = Path.GetFullPath($"../../Platform/{new DirectoryInfo(AppContext.BaseDirectory).Name}/Platform.dll", AppContext.BaseDirectory);

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [Fact]
    public async Task A_new_licensee_gets_from_the_agreement_to_the_top_up_and_its_usage_is_right_to_the_unit()
    {
        var (bash, _) = (Needs.Program("bash"), Needs.Program("curl"));
        var address = $"http://127.0.0.1:{Clients.FreePort()}";
        await using var origin = ExternalProcess.Start("dotnet", [Origin, address], scratch.Folder);
        using var people = new HttpClient { BaseAddress = new Uri(address) };
        await Eventually.True(async () => !origin.HasExited && await Answers(people), "the platform serves");
        await using var gardu = await GarduProcess.Up(scratch, (await File.ReadAllTextAsync(Path.Combine(Sample, "gardu.yaml"), TestContext.Current.CancellationToken)).Replace("http://127.0.0.1:8080", address, StringComparison.Ordinal));

        await using var script = ExternalProcess.Start(bash, [Path.Combine(Sample, "buy.sh")], scratch.Folder, new Dictionary<string, string>
        {
            ["GATE"] = gardu.Url.GetLeftPart(UriPartial.Authority), ["OPERATOR"] = gardu.OperatorUrl.GetLeftPart(UriPartial.Authority), ["DATA"] = scratch.PathOf("gardu-data"),
        });
        Assert.True(await script.WaitForExit() == 0, script.Said);
        var steps = string.Join('\n', script.Output).Split("\n== ").Select(step => step.Split('\n', 2)).Where(step => step.Length == 2).ToDictionary(step => step[0].Replace("== ", "", StringComparison.Ordinal), step => step[1]);

        Assert.Contains("\"quota\";q=100;qu=\"records\"", steps["The first page of records"], StringComparison.Ordinal);
        Assert.Contains("quota-used-up", steps["The next one is more than the free plan has"], StringComparison.Ordinal);
        var used = steps["It reads until the 10,000 records of the plan are used"];
        Assert.StartsWith("100 pages\nHTTP/1.1 402", used, StringComparison.Ordinal);
        Assert.Contains("credit-used-up", used, StringComparison.Ordinal);
        Assert.Contains("rel=\"license\"", used, StringComparison.Ordinal);
        Assert.Contains("Gardu-Balance: USD 4.00", steps["It tops up 5 USD and goes on, at 0.01 USD a record"], StringComparison.Ordinal);

        var usage = JsonDocument.Parse(steps["Usage"]).RootElement;
        Assert.Equal(102, usage.GetProperty("charges").GetInt32()); // a free page, a hundred of the plan, and one from the credit
        var line = Assert.Single(usage.GetProperty("lines").EnumerateArray());
        Assert.Equal((10_200, "records", "1.000000", "USD"), (line.GetProperty("units").GetInt32(), line.GetProperty("unit").GetString(), line.GetProperty("amount").GetString(), line.GetProperty("currency").GetString()));
        var plan = Assert.Single(usage.GetProperty("plans").EnumerateArray());
        Assert.Equal(("basic", 10_100, 10_000), (plan.GetProperty("plan").GetString(), plan.GetProperty("used").GetInt32(), plan.GetProperty("included").GetInt32()));
        Assert.Equal("4.000000", Assert.Single(usage.GetProperty("balances").EnumerateArray()).GetProperty("balance").GetString());
        Assert.Equal([80, 95, 100, 80, 95, 100], usage.GetProperty("alerts").EnumerateArray().Where(alert => alert.GetProperty("of").GetString() == "quota").Select(alert => alert.GetProperty("percent").GetInt32()));
        await gardu.Stop();
    }

    static async Task<bool> Answers(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync("/2/tweets/search/recent?query=the", TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
