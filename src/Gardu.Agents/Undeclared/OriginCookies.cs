using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Gardu.Agents.Undeclared;

/// <summary>
/// Values of cookies that origins were seen to set: who brings one has been here before. Kept as hashes under a key that
/// this process drew, in two generations of at most <see cref="GenerationMax"/>: when the younger is full the older is
/// forgotten.
/// </summary>
public sealed class OriginCookies
{
    /// <summary>Values of one generation.</summary>
    public const int GenerationMax = 65_536;

    /// <summary>Characters that a value has at least: what is shorter (<c>lang=en</c>) anybody can guess.</summary>
    public const int ValueMin = 16;

    /// <summary>Characters of name and value that are looked at.</summary>
    public const int PairMax = 4096;

    /// <summary>Cookies of one request that are looked at.</summary>
    public const int PairsMax = 64;

    readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    readonly Lock gate = new();
    HashSet<long> younger = [];
    HashSet<long> older = [];

    /// <summary>Remembers what a <c>Set-Cookie</c> sets (RFC 6265 section 5.2).</summary>
    /// <param name="site">Whose origin.</param>
    /// <param name="setCookie">The header's value.</param>
    public void Remember(string site, ReadOnlySpan<char> setCookie)
    {
        var end = setCookie.IndexOf(';');
        if (!TryHash(site, end < 0 ? setCookie : setCookie[..end], out var hash))
            return;
        lock (gate)
        {
            if (!younger.Add(hash) || younger.Count < GenerationMax)
                return;
            (older, younger) = (younger, older);
            younger.Clear();
        }
    }

    /// <summary>Whether a <c>Cookie</c> has a value that the site's origin was seen to set.</summary>
    public bool Know(string site, ReadOnlySpan<char> cookie)
    {
        var pairs = 0;
        foreach (var part in cookie.Split(';'))
        {
            if (pairs++ == PairsMax)
                return false;
            if (TryHash(site, cookie[part], out var hash) && Has(hash))
                return true;
        }
        return false;
    }

    bool Has(long hash)
    {
        lock (gate)
            return younger.Contains(hash) || older.Contains(hash);
    }

    bool TryHash(string site, ReadOnlySpan<char> pair, out long hash)
    {
        hash = 0;
        pair = pair.Trim();
        var equals = pair.IndexOf('=');
        if (equals <= 0 || pair.Length - equals - 1 < ValueMin || pair.Length > PairMax)
            return false;
        Span<byte> siteBytes = stackalloc byte[512];
        if (!Encoding.UTF8.TryGetBytes(site, siteBytes, out var siteLength))
            return false;
        Span<byte> bytes = stackalloc byte[siteLength + 1 + pair.Length * 3];
        siteBytes[..siteLength].CopyTo(bytes);
        bytes[siteLength] = 0;
        var length = siteLength + 1 + Encoding.UTF8.GetBytes(pair, bytes[(siteLength + 1)..]);
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, bytes[..length], full);
        hash = BinaryPrimitives.ReadInt64LittleEndian(full);
        return true;
    }
}
