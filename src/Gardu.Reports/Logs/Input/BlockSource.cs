using Gardu.Reports.Logs.Formats;

namespace Gardu.Reports.Logs.Input;

/// <summary>
/// Cuts files into blocks of whole lines, one after the other. Any number of workers draw from it: each fills its own
/// block under the lock and parses it outside, so one reads or decompresses while the others parse. Where blocks begin
/// and end depends on the bytes alone, never on the workers.
/// </summary>
sealed class BlockSource : IDisposable
{
    const int SampleBytes = 256;

    readonly Lock gate = new();
    readonly IReadOnlyList<LogFile> files;
    readonly LogFormatChoice? forced;
    readonly byte[] carry = new byte[LogEntry.LineBytesMax];
    readonly List<string> problems = [];
    int carried;
    bool isBroken;
    int next;
    long number;
    Stream? stream;
    bool isSkipping;
    bool isFirstBlock;
    LogFormat? format;
    W3cFormat? fields;
    long bytesRead;

    public BlockSource(IReadOnlyList<LogFile> files, LogFormatChoice? forced) => (this.files, this.forced) = (files, forced);

    /// <summary>Bytes read from disk so far, compressed where the files are.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    /// <summary>What could not be read, in words.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Fills a block; false when everything has been read.</summary>
    public bool TryNext(LogBlock block)
    {
        lock (gate)
        {
            while (stream is not null || TryOpenNext())
            {
                if (!TryFill(block))
                    continue;
                block.Number = number++;
                return true;
            }
            return false;
        }
    }

    public void Dispose() => stream?.Dispose();

    bool TryOpenNext()
    {
        while (next < files.Count)
        {
            var file = files[next++];
            (carried, isSkipping, isFirstBlock, isBroken, fields) = (0, false, true, false, null);
            try
            {
                stream = file.Open(read => Interlocked.Add(ref bytesRead, read));
                return true;
            }
            catch (Exception failure) when (IsUnreadable(failure))
            {
                problems.Add($"{file.Name}: cannot be read: {failure.Message}");
            }
        }
        return false;
    }

    /// <summary>Fills the block with the lines that the next stretch of the file completes; false where it completes none.</summary>
    bool TryFill(LogBlock block)
    {
        block.Unreadable.Clear();
        var buffer = block.Buffer;
        carry.AsSpan(0, carried).CopyTo(buffer);
        var from = carried;
        var filled = Fill(buffer.AsSpan(from, LogBlock.Size));
        var length = from + filled;
        var isEnd = filled < LogBlock.Size;
        carried = 0;

        var start = isSkipping ? EndOfOverlong(buffer.AsSpan(0, length)) : 0;
        if (isFirstBlock)
        {
            start = buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            Detect(buffer.AsSpan(start, length - start));
        }
        var end = length;
        if (!isEnd || isBroken)
            end = start + buffer.AsSpan(start, length - start).LastIndexOf((byte)'\n') + 1;
        if (isEnd)
            Close();
        if (end < length)
            Carry(buffer.AsSpan(end, length - end), block);
        if (start > 0)
            buffer.AsSpan(start, end - start).CopyTo(buffer);
        block.Length = end - start;
        (block.Format, block.Fields) = (format, fields);
        fields = LastDirective(buffer.AsSpan(0, block.Length)) ?? fields;
        return block.Length > 0 || block.Unreadable.Count > 0;
    }

    int Fill(Span<byte> room)
    {
        var filled = 0;
        try
        {
            while (filled < room.Length && stream!.Read(room[filled..]) is var read and > 0)
                filled += read;
        }
        catch (Exception failure) when (IsUnreadable(failure))
        {
            isBroken = true;
            problems.Add($"{files[next - 1].Name}: cannot be read to its end: {failure.Message}; what came before counts");
        }
        return filled;
    }

    /// <summary>Keeps the line that the block only begins; one that is too long already, or that a broken file ends in, is noted and dropped.</summary>
    void Carry(ReadOnlySpan<byte> begun, LogBlock block)
    {
        if (isSkipping)
            return;
        if (begun.Length > LogEntry.LineBytesMax || isBroken)
        {
            block.Unreadable.Add(begun[..Math.Min(begun.Length, SampleBytes)].ToArray());
            isSkipping = true;
            return;
        }
        begun.CopyTo(carry);
        carried = begun.Length;
    }

    int EndOfOverlong(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        isSkipping = end < 0;
        return end < 0 ? text.Length : end + 1;
    }

    void Detect(Span<byte> text)
    {
        isFirstBlock = false;
        format = forced is null ? FormatDetector.Detect(text) : forced.Format;
    }

    static W3cFormat? LastDirective(ReadOnlySpan<byte> text)
    {
        W3cFormat? last = null;
        for (var from = 0; ByteScan.IndexOf(text[from..], W3cFormat.Directive[0]) is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            if ((at > 0 && text[at - 1] != '\n') || !text[at..].StartsWith(W3cFormat.Directive))
                continue;
            var line = text[at..];
            var end = line.IndexOf((byte)'\n');
            last = W3cFormat.FromDirective((end < 0 ? line : line[..end]).TrimEnd((byte)'\r')) ?? last;
        }
        return last;
    }

    void Close()
    {
        stream!.Dispose();
        stream = null;
    }

    /// <summary>What a damaged or vanished file can throw.</summary>
    static bool IsUnreadable(Exception failure) =>
        failure is IOException or InvalidDataException or UnauthorizedAccessException or ZstdSharp.ZstdException;
}
