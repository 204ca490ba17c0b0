using Microsoft.Extensions.Primitives;

namespace Gardu.Gate.Forwarding;

/// <summary>Headers that belong to one connection because its <c>Connection</c> header says so (RFC 9110 section 7.6.1).</summary>
static class HopByHop
{
    /// <summary>What belongs to the connection anyway is the forwarder's to handle, and nobody can name these away.</summary>
    static readonly string[] Kept = ["close", "keep-alive", "upgrade", "te", "host", "content-length", "transfer-encoding"];

    /// <summary>Removes what <paramref name="connection"/> names.</summary>
    public static void Remove(StringValues connection, Action<string> remove)
    {
        foreach (var line in connection)
            foreach (var name in (line ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                if (!Kept.Contains(name, StringComparer.OrdinalIgnoreCase) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
                    remove(name);
    }
}
