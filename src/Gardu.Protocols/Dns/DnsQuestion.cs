using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gardu.Protocols.Dns;

/// <summary>A question to a resolver (RFC 1035 section 4.1.2), of class Internet.</summary>
public sealed class DnsQuestion
{
    /// <summary>The most bytes that <see cref="Write"/> writes: a header of 12, a name, type and class.</summary>
    public const int MaxLength = DnsMessage.HeaderLength + DnsName.MaxLength + 4;

    readonly byte[] name;

    DnsQuestion(ReadOnlySpan<byte> name, DnsType type)
    {
        this.name = name.ToArray();
        Type = type;
    }

    /// <summary>What is asked for.</summary>
    public DnsType Type { get; }

    internal ReadOnlySpan<byte> Name => name;

    /// <summary>Asks for the names that an address points to: <c>in-addr.arpa</c> (RFC 1035 section 3.5) or <c>ip6.arpa</c> (RFC 3596 section 2.5).</summary>
    public static DnsQuestion NamesOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        Array.Reverse(bytes);
        var text = address.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', bytes) + ".in-addr.arpa"
            : string.Concat(bytes.Select(part => $"{part & 0xF:x}.{part >> 4:x}.")) + "ip6.arpa";
        return TryAsk(text, DnsType.Ptr, out var question) ? question : throw new InvalidOperationException(text);
    }

    /// <summary>Asks for the addresses of a name.</summary>
    /// <param name="name">A host name, its last dot optional; never completed by a search domain.</param>
    /// <param name="ipv6">Which family.</param>
    /// <param name="question">The question.</param>
    /// <returns>False where it is no host name: an empty or too long label, a letter outside ASCII, more than 253 characters.</returns>
    public static bool TryAddressesOf(string name, bool ipv6, out DnsQuestion question) => TryAsk(name, ipv6 ? DnsType.Aaaa : DnsType.A, out question);

    static bool TryAsk(string text, DnsType type, out DnsQuestion question)
    {
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        var isName = DnsName.TryWrite(text, name, out var length);
        question = isName ? new DnsQuestion(name[..length], type) : null!;
        return isName;
    }

    /// <summary>Writes the message; returns its length.</summary>
    /// <param name="id">What the answer must repeat; nobody may guess it.</param>
    /// <param name="message">Room for <see cref="MaxLength"/> bytes.</param>
    public int Write(ushort id, Span<byte> message)
    {
        message[..DnsMessage.HeaderLength].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], DnsMessage.RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(message[4..], 1);
        name.CopyTo(message[DnsMessage.HeaderLength..]);
        var at = DnsMessage.HeaderLength + name.Length;
        BinaryPrimitives.WriteUInt16BigEndian(message[at..], (ushort)Type);
        BinaryPrimitives.WriteUInt16BigEndian(message[(at + 2)..], DnsMessage.Internet);
        return at + 4;
    }
}
