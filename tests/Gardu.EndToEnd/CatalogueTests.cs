using System.Runtime.Versioning;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

/// <summary>From an agent that nobody knows to one that the terms speak of, with nothing but what the program prints.</summary>
public sealed class CatalogueTests : IDisposable
{
    readonly Scratch scratch = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [SupportedOSPlatform("linux")]
    public async Task A_stranger_is_proposed_and_the_printed_command_makes_a_running_gate_know_it(bool isBehindLink)
    {
        await using var origin = await Origin.Saying("hello");
        var config = scratch.PathOf("gardu.yaml");
        if (isBehindLink)
        {
            Directory.CreateDirectory(scratch.PathOf("etc"));
            File.CreateSymbolicLink(config, "etc/site.yaml");
        }
        await using var gardu = await GarduProcess.Up(scratch, "# mine\n" + Sites.Guarding(origin.Url).Replace("search: allow", "search: refuse", StringComparison.Ordinal));
        using var stranger = gardu.Client("Mozilla/5.0 (compatible; AcmeSearch/1.0; +https://www.acme.example/bot)");
        foreach (var path in new[] { "/robots.txt", "/", "/a" })
            Assert.Equal(200, await stranger.StatusOf(path));
        await Eventually.True(async () => (await gardu.Usage()).Count == 3, "what it asked for is on record");

        var command = (await Shell("gardu agents propose")).Split('\n').Single(line => line.TrimStart().StartsWith("add ", StringComparison.Ordinal)).Trim()["add".Length..].Trim();
        Assert.Equal("gardu agents add AcmeSearch --operator acme.example --purpose search", command);
        var before = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        await Shell(command);
        Assert.StartsWith(before, await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await Eventually.True(async () => await stranger.StatusOf("/") == 403, "the terms speak of it now", TimeSpan.FromSeconds(5));
        await Eventually.True(async () => (await gardu.Usage())[^1] is { Agent: "AcmeSearch", Proof: "claimed" }, "and so does the record");
        Assert.DoesNotContain("AcmeSearch", await Shell("gardu agents propose"), StringComparison.Ordinal);
        var shown = await Shell("gardu agents show AcmeSearch --html page.html");
        Assert.Contains("refuse, refused-by-terms", shown, StringComparison.Ordinal);
        Assert.Contains("https://www.acme.example/bot", scratch.Read("page.html"), StringComparison.Ordinal);
        await gardu.Stop();
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_command_that_has_to_be_filled_in_is_refused_as_it_stands()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var stranger = gardu.Client("AcmeBot/1.0");
        Assert.Equal(200, await stranger.StatusOf("/"));
        await Eventually.True(async () => (await gardu.Usage()).Count == 1, "what it asked for is on record");
        var before = scratch.Read("gardu.yaml");
        var command = (await Shell("gardu agents propose")).Split('\n').Single(line => line.Contains("gardu agents add", StringComparison.Ordinal)).Trim()["add".Length..].Trim();
        Assert.Contains("'PURPOSE'", await Shell(command, 2), StringComparison.Ordinal);
        Assert.Contains("in place of OPERATOR", await Shell(command.Replace("PURPOSE", "other", StringComparison.Ordinal), 2), StringComparison.Ordinal);
        Assert.Equal(before, scratch.Read("gardu.yaml"));
    }

    /// <summary>Runs a line as an owner's shell does, with <c>gardu</c> on its path.</summary>
    [SupportedOSPlatform("linux")]
    async Task<string> Shell(string line, int expected = 0)
    {
        if (!File.Exists(scratch.PathOf("gardu")))
        {
            scratch.Write("gardu", $"#!/bin/sh\nexec dotnet '{GarduProcess.Program}' \"$@\"\n");
            File.SetUnixFileMode(scratch.PathOf("gardu"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        await using var run = ExternalProcess.Start("sh", ["-c", line], scratch.Folder, new Dictionary<string, string> { ["PATH"] = $"{scratch.Folder}:{Environment.GetEnvironmentVariable("PATH")}" });
        Assert.True(await run.WaitForExit() == expected, $"{line}: {run.Said}");
        return run.Said;
    }

    public void Dispose() => scratch.Dispose();
}
