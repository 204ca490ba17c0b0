namespace Gardu.Evidence.Scan.Running;

/// <summary>The lines of a file as octets; what comes behind the last line feed is no line.</summary>
static class OctetLines
{
    /// <summary>Octets that are read at a time.</summary>
    public const int BufferSize = 64 * 1024;

    /// <summary>The lines from where the file is on, each with the place behind it. An array holds until the next one.</summary>
    public static IEnumerable<(ArraySegment<byte> Line, long After)> Read(FileStream file, int bufferSize = BufferSize)
    {
        var buffer = new byte[bufferSize];
        var (begin, filled, after) = (0, 0, file.Position);
        while (true)
        {
            var length = buffer.AsSpan(begin, filled - begin).IndexOf((byte)'\n');
            if (length >= 0)
            {
                after += length + 1;
                yield return (new ArraySegment<byte>(buffer, begin, length), after);
                begin += length + 1;
                continue;
            }
            if (begin > 0)
                buffer.AsSpan(begin, filled - begin).CopyTo(buffer);
            (begin, filled) = (0, filled - begin);
            if (filled == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var read = file.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
                yield break;
            filled += read;
        }
    }
}
