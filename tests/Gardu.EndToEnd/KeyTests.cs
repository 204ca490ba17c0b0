using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary>Keys given out, rotated and revoked from the command line, beside a running gate.</summary>
public sealed class KeyTests : IDisposable
{
    const string Crawler = "AcmeFetch/1.0";

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_running_gate_knows_a_key_when_it_is_given_out_rotated_and_revoked()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, $$"""
            sites:
              - host: "*"
                origin: {{origin.Url.GetLeftPart(UriPartial.Authority)}}
                mode: enforce
                unknown-machines: refuse
                terms: [{path: /, search: allow, ai-input: allow, ai-train: refuse}]

            """);
        var licensee = (await Say("licensee", "add", "--name", "Acme AI", "--email", "a@acme.example")).Single();
        var first = (await Say("key", "add", licensee, "--for", "ai-input")).Single();
        Assert.Equal(403, await StatusWith(gardu, null));
        await Becomes(gardu, first, 200);
        Assert.Equal(200, await StatusWith(gardu, first, "Gardu-Key"));

        var second = (await Say("key", "add", "--replaces", await IdOf(first), "--overlap", "7 days")).Single();
        await Becomes(gardu, second, 200);
        Assert.Equal(200, await StatusWith(gardu, first));

        await Say("key", "revoke", await IdOf(second));
        await Becomes(gardu, second, 401);
        Assert.Equal(200, await StatusWith(gardu, first));

        await Eventually.True(async () => (await gardu.Usage()).Count(record => record.Proof == "credential") >= 4, "what came with keys is on record");
        Assert.All((await gardu.Usage()).Where(record => record.Proof == "credential"), record => Assert.Equal((licensee, "key-accepted"), (record.Agent, record.Grounds)));
        Assert.DoesNotContain(gardu.Process.Errors, line => line.Contains(first, StringComparison.Ordinal) || line.Contains(second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_the_parser_does_not_understand_is_not_said_again()
    {
        await using var command = GarduProcess.Launch(scratch.Folder, ["usage", "lic_1", "gk_abcdefghijklmnop"]);
        Assert.Equal(2, await command.Process.WaitForExit());
        Assert.DoesNotContain("gk_abcdefgh", command.Process.Said, StringComparison.Ordinal);
        Assert.Contains("gardu: that is a key itself", command.Process.Said, StringComparison.Ordinal);
    }

    /// <summary>Waits as long as the guide says at most, and a little for a loaded machine.</summary>
    static Task Becomes(GarduProcess gardu, string key, int status) =>
        Eventually.True(async () => await StatusWith(gardu, key) == status, $"the key is answered {status}", TimeSpan.FromSeconds(5));

    static async Task<int> StatusWith(GarduProcess gardu, string? key, string field = "Authorization")
    {
        using var client = gardu.Client(Crawler);
        if (key is not null)
            client.DefaultRequestHeaders.Add(field, field == "Authorization" ? $"Bearer {key}" : key);
        return await client.StatusOf("/");
    }

    /// <summary>The list shows what a key starts with.</summary>
    async Task<string> IdOf(string key)
    {
        var list = JsonDocument.Parse(string.Join('\n', await Say("key", "list", "--json"))).RootElement.EnumerateArray();
        return list.Single(entry => key.StartsWith(entry.GetProperty("startsWith").GetString()!, StringComparison.Ordinal)).GetProperty("id").GetString()!;
    }

    async Task<IReadOnlyCollection<string>> Say(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        return command.Process.Output;
    }
}
