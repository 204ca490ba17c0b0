namespace Gardu.Verify;

/// <summary>Reads no more than was allowed.</summary>
static class Limited
{
    /// <summary>Reads a stream to its end, or to a limit.</summary>
    public static byte[] Read(Stream stream, int most)
    {
        var octets = new MemoryStream();
        var part = new byte[Math.Min(most, 64 * 1024)];
        while (octets.Length < most && stream.Read(part, 0, (int)Math.Min(part.Length, most - octets.Length)) is > 0 and var length)
            octets.Write(part, 0, length);
        return octets.ToArray();
    }
}
