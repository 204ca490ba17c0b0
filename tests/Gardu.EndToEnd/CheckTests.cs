using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

public sealed class CheckTests : IDisposable
{
    readonly Scratch scratch = new();

    /// <summary>The origin says hello on every path: no robots.txt that anybody could read anything into.</summary>
    [Fact]
    public async Task What_the_gate_declares_comes_out_clean()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        await using var check = GarduProcess.Launch(scratch.Folder, ["terms", "check", gardu.Url.AbsoluteUri, "--allow-private"]);
        Assert.True(await check.Process.WaitForExit() == 0, check.Process.Said);
        Assert.Contains("no contradictions, no dead links", check.Process.Output);
        Assert.Contains(check.Process.Output, line => line.StartsWith("ai-input: RSL ", StringComparison.Ordinal) && line.Contains("0.002 USD", StringComparison.Ordinal));
    }

    public void Dispose() => scratch.Dispose();
}
