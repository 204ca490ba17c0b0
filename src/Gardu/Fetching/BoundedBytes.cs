namespace Gardu.Fetching;

/// <summary>Reads what may have no end.</summary>
static class BoundedBytes
{
    const int AtFirst = 64 * 1024;

    /// <summary>All bytes of a stream, but at most so many, and one more where there are more. Takes memory as they come.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, int bytesMax, CancellationToken stop)
    {
        var (bytes, length) = (new byte[Math.Min(AtFirst, bytesMax + 1)], 0);
        while (await stream.ReadAsync(bytes.AsMemory(length), stop) is var read and > 0)
        {
            length += read;
            if (length == bytes.Length && length <= bytesMax)
                Array.Resize(ref bytes, (int)Math.Min(length * 2L, bytesMax + 1L));
            else if (length > bytesMax)
                break;
        }
        return bytes[..length];
    }
}
