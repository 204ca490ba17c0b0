using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Gardu.Agents.Addresses;

namespace Gardu.Gate.Recording;

/// <summary>
/// How much of a client's address the record keeps: the network alone (<c>192.0.2.0/24</c>, <c>2001:db8:1::/48</c>), or
/// a keyed hash that tells addresses apart and names none without the key.
/// </summary>
public sealed class AddressKeeping
{
    readonly byte[]? key;

    AddressKeeping(byte[]? key) => this.key = key;

    /// <summary>Networks: /24 of IPv4, /48 of IPv6.</summary>
    public static AddressKeeping Truncated { get; } = new(null);

    /// <summary>HMAC-SHA-256 under a key of 32 bytes, cut to 64 bits.</summary>
    public static AddressKeeping Hashed(byte[] key) => new(key);

    /// <summary>What the record keeps of an address.</summary>
    public string Keep(Address address)
    {
        if (key is null)
        {
            var bits = address.IsIPv4 ? 24 : 48;
            return string.Create(CultureInfo.InvariantCulture, $"{address.Network(bits)}/{bits}");
        }
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address.Value);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, bytes, hash);
        return "h:" + Convert.ToHexStringLower(hash[..8]);
    }
}
