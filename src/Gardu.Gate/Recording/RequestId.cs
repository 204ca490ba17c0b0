using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Gardu.Gate.Recording;

/// <summary>The name of one machine request, as <c>Gardu-Request</c> carries it: <c>req_</c> and 32 hexadecimal digits of a UUIDv7.</summary>
/// <param name="Value">A UUIDv7 (RFC 9562 section 5.7), so that ids sort by time.</param>
public readonly record struct RequestId(Guid Value)
{
    const string Prefix = "req_";
    const int RandomBytes = 10;
    const int PoolBytes = 100 * RandomBytes;

    /// <summary>Random bytes in stock: asking the system for each id costs more than all the rest of a decision.</summary>
    [ThreadStatic]
    static byte[]? pool;

    [ThreadStatic]
    static int left;

    /// <summary>A new id.</summary>
    public static RequestId New(DateTimeOffset now)
    {
        if (left == 0)
            RandomNumberGenerator.Fill(pool ??= new byte[PoolBytes]);
        left = left == 0 ? PoolBytes - RandomBytes : left - RandomBytes;
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, now.ToUnixTimeMilliseconds() << 16);
        pool.AsSpan(left, RandomBytes).CopyTo(id[6..]);
        id[6] = (byte)(0x70 | id[6] & 0x0F); // version 7
        id[8] = (byte)(0x80 | id[8] & 0x3F); // variant 10
        return new RequestId(new Guid(id, bigEndian: true));
    }

    /// <summary>When it was made, to the millisecond.</summary>
    public DateTimeOffset Time
    {
        get
        {
            Span<byte> id = stackalloc byte[16];
            Value.TryWriteBytes(id, bigEndian: true, out _);
            return DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(id) >>> 16);
        }
    }

    /// <summary>Reads a name as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string text, out RequestId id)
    {
        var isRead = Guid.TryParseExact(text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : "", "N", out var value);
        id = new RequestId(value);
        return isRead;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Value:N}");
}
