namespace Gardu.Testing.Live;

/// <summary>A small disk of memory, which only root may mount.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    readonly string folder;

    SmallDisk(string folder) => this.folder = folder;

    string Filler => Path.Combine(folder, "filler");

    /// <summary>Mounts one; the test is skipped where that may not be.</summary>
    /// <param name="folder">Where; made where it is missing.</param>
    /// <param name="megabytes">How large.</param>
    public static async Task<SmallDisk> Mount(string folder, int megabytes = 2)
    {
        if (!Environment.IsPrivilegedProcess)
            Assert.Skip("only root may mount the small disk that this test fills");
        var mount = Needs.Program("mount");
        Directory.CreateDirectory(folder);
        await using var run = ExternalProcess.Start(mount, ["-t", "tmpfs", "-o", $"size={megabytes}m", "none", folder], "/");
        // A container's root is not always allowed to.
        if (await run.WaitForExit() != 0)
            Assert.Skip($"the small disk that this test fills cannot be mounted here: {run.Said}");
        return new SmallDisk(folder);
    }

    /// <summary>Leaves not one byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var size = 64 * 1024; size > 0;)
        {
            try
            {
                file.Write(new byte[size]);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    /// <summary>Lets it be written (<c>rw</c>) or only read (<c>ro</c>).</summary>
    public Task Remount(string mode) => ExternalProcess.Run(Needs.Program("mount"), ["-o", $"remount,{mode}", folder], "/");

    /// <summary>Gives back the room that <see cref="Fill"/> took.</summary>
    public void Empty() => File.Delete(Filler);

    public async ValueTask DisposeAsync() => await ExternalProcess.Run(Needs.Program("umount"), [folder], "/");
}
