using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

public sealed class ReloadTests : IDisposable
{
    readonly Scratch scratch = new();

    [Fact]
    public async Task A_changed_file_is_in_force_soon()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var training = gardu.Client(Clients.GptBot);
        Assert.Equal(403, await training.StatusOf("/"));
        scratch.Write("gardu.yaml", GarduProcess.FreePorts + Sites.Guarding(origin.Url, "allow"));
        await Eventually.True(async () => await training.StatusOf("/") == 200, "the new terms are in force", TimeSpan.FromSeconds(3));
        await Eventually.True(() => gardu.Errors.Contains("is in force", StringComparison.Ordinal), "the log says so");
    }

    [Fact]
    public async Task A_hangup_signal_reads_again_what_looks_unchanged()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        var file = scratch.PathOf("gardu.yaml");
        var written = File.GetLastWriteTimeUtc(file);
        // Same length and same time: only the signal can tell.
        using var held = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        held.Write(System.Text.Encoding.UTF8.GetBytes(GarduProcess.FreePorts + Sites.Guarding(origin.Url, "allow ")));
        held.Flush();
        File.SetLastWriteTimeUtc(file, written);
        using var training = gardu.Client(Clients.GptBot);
        gardu.Process.Send(Signal.Hup);
        await Eventually.True(async () => await training.StatusOf("/") == 200, "the new terms are in force", TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_broken_change_leaves_the_old_terms_in_force_and_is_said()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var training = gardu.Client(Clients.GptBot);
        scratch.Write("gardu.yaml", GarduProcess.FreePorts + Sites.Guarding(origin.Url, "refuze") + "kep: 3 days\n");
        await Eventually.True(() => gardu.Errors.Contains("did you mean \"keep\"?", StringComparison.Ordinal), "the problems are said");
        Assert.Contains("the old one stays", gardu.Errors, StringComparison.Ordinal);
        Assert.Contains($"{scratch.PathOf("gardu.yaml")}:11:", gardu.Errors, StringComparison.Ordinal);
        Assert.Equal(403, await training.StatusOf("/"));
        scratch.Write("gardu.yaml", GarduProcess.FreePorts + Sites.Guarding(origin.Url, "allow"));
        await Eventually.True(async () => await training.StatusOf("/") == 200, "the mended file is in force");
        await gardu.Stop();
    }

    [Fact]
    public async Task No_change_however_odd_ends_the_gate_or_its_watch()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var training = gardu.Client(Clients.GptBot);
        foreach (var (odd, said) in new[] { ("data: \"a\\0b\"\n", "control characters"), ("keep: \"\\uD800\"\n", "stays"), ("\u0001", "stays"), ("sites: {host: [[[[\n", "stays") })
        {
            scratch.Write("gardu.yaml", odd + GarduProcess.FreePorts + Sites.Guarding(origin.Url));
            await Eventually.True(() => gardu.Errors.Contains(said, StringComparison.Ordinal), said);
        }
        scratch.Write("gardu.yaml", GarduProcess.FreePorts + Sites.Guarding(origin.Url, "allow"));
        await Eventually.True(async () => await training.StatusOf("/") == 200, "the mended file is in force");
        await gardu.Stop();
    }

    public void Dispose() => scratch.Dispose();
}
