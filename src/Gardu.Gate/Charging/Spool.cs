namespace Gardu.Gate.Charging;

/// <summary>
/// A body that is read to its end before anything of it is sent: in memory, and from a megabyte on in a file without a name, which is gone with the process
/// however that ends.
/// </summary>
sealed class Spool : IAsyncDisposable
{
    /// <summary>Bytes that are kept in memory.</summary>
    const int MemoryMax = 1024 * 1024;

    /// <summary>Bytes of a body at the most.</summary>
    public const long LengthMax = 256L * 1024 * 1024;

    const int CopyBytes = 64 * 1024;

    Stream kept = new MemoryStream();

    /// <summary>Its length in bytes.</summary>
    public long Length => kept.Length;

    /// <summary>It from its beginning.</summary>
    public Stream Read()
    {
        kept.Position = 0;
        return kept;
    }

    /// <summary>Reads a body; null where it is too long. Throws what the body's stream throws, and <see cref="TimeoutException"/> where nothing comes for that long.</summary>
    public static async Task<Spool?> TryReadAsync(HttpContent body, TimeSpan silenceMax, CancellationToken stop)
    {
        if (body.Headers.ContentLength > LengthMax)
            return null;
        var spool = new Spool();
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        silence.CancelAfter(silenceMax);
        try
        {
            await using var from = await body.ReadAsStreamAsync(silence.Token);
            var part = new byte[CopyBytes];
            for (int read; (read = await from.ReadAsync(part, silence.Token)) > 0;)
            {
                if (spool.Length + read > LengthMax)
                {
                    await spool.DisposeAsync();
                    return null;
                }
                await spool.AddAsync(part.AsMemory(0, read), stop);
                silence.CancelAfter(silenceMax);
            }
            return spool;
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            await spool.DisposeAsync();
            throw new TimeoutException("The origin began an answer and sent nothing more of it.");
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => kept.DisposeAsync();

    async Task AddAsync(ReadOnlyMemory<byte> part, CancellationToken stop)
    {
        if (kept is MemoryStream memory && memory.Length + part.Length > MemoryMax)
        {
            kept = Unnamed();
            memory.Position = 0;
            await memory.CopyToAsync(kept, stop);
        }
        await kept.WriteAsync(part, stop);
    }

    static FileStream Unnamed()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose, Share = FileShare.Delete };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }
}
