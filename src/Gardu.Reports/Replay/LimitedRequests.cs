using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gardu.Reports.Replay;

/// <summary>
/// Brings requests that a limit counts into the order of their windows and of time, however many they are: full buffers are
/// sorted and laid into a temporary file, and the runs are merged at the end. Memory is a buffer for each part of the traffic and
/// a page for each run; the file has 48 bytes a request and is gone when this is disposed.
/// </summary>
sealed class LimitedRequests : IDisposable
{
    const int PageLength = 1024;

    readonly Lock gate = new();
    readonly List<Run> runs = [];
    FileStream? file;
    long written;

    /// <summary>A sorted stretch: in memory, or on disk from an offset on.</summary>
    sealed record Run(Memory<LimitedRequest>? Memory, long Offset, int Length);

    /// <summary>Sorts requests and lays them down; the buffer may then be used again. Throws <see cref="IOException"/> where there is no room.</summary>
    public void Spill(Span<LimitedRequest> requests)
    {
        requests.Sort();
        var bytes = MemoryMarshal.AsBytes(requests);
        lock (gate)
        {
            file ??= OpenTemporary();
            RandomAccess.Write(file.SafeFileHandle, bytes, written);
            runs.Add(new Run(null, written, requests.Length));
            written += bytes.Length;
        }
    }

    /// <summary>Sorts the last requests of a part and keeps them where they are, in memory; the buffer is not to be used again.</summary>
    public void Keep(Memory<LimitedRequest> requests)
    {
        requests.Span.Sort();
        lock (gate)
            runs.Add(new Run(requests, 0, requests.Length));
    }

    /// <summary>All of them in order; once, when no more come.</summary>
    public IEnumerable<LimitedRequest> InOrder()
    {
        var next = new PriorityQueue<IEnumerator<LimitedRequest>, LimitedRequest>();
        foreach (var run in runs)
            Requeue(next, Read(run).GetEnumerator());
        while (next.TryDequeue(out var run, out var first))
        {
            yield return first;
            Requeue(next, run);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    static void Requeue(PriorityQueue<IEnumerator<LimitedRequest>, LimitedRequest> queue, IEnumerator<LimitedRequest> run)
    {
        if (run.MoveNext())
            queue.Enqueue(run, run.Current);
        else
            run.Dispose();
    }

    IEnumerable<LimitedRequest> Read(Run run)
    {
        if (run.Memory is { } kept)
        {
            for (var i = 0; i < kept.Length; i++)
                yield return kept.Span[i];
            yield break;
        }
        var page = new LimitedRequest[PageLength];
        for (var at = 0; at < run.Length; at += PageLength)
        {
            var length = Math.Min(PageLength, run.Length - at);
            ReadPage(page.AsSpan(0, length), run.Offset + (long)at * Unsafe.SizeOf<LimitedRequest>());
            for (var i = 0; i < length; i++)
                yield return page[i];
        }
    }

    void ReadPage(Span<LimitedRequest> page, long offset)
    {
        var bytes = MemoryMarshal.AsBytes(page);
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(file!.SafeFileHandle, bytes, offset); // a run on disk has a file
            if (read == 0)
                throw new IOException("the temporary file of the replay is shorter than what was written to it");
            bytes = bytes[read..];
            offset += read;
        }
    }

    static FileStream OpenTemporary()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // addresses stand in it
        return new FileStream(Path.Combine(Path.GetTempPath(), $"gardu-replay-{Environment.ProcessId}-{Guid.CreateVersion7():n}"), options);
    }
}
