using System.Buffers.Binary;
using System.Net;

namespace Gardu.Protocols.Dns;

/// <summary>A resolver's answer (RFC 1035 section 4.1). Only its answer section is looked at.</summary>
/// <param name="Code">0 it is so, 3 there is no such name; anything else is a failure (RFC 1035 section 4.1.1).</param>
/// <param name="IsTruncated">True where it did not fit and is to be asked for over TCP; then there are no names and addresses.</param>
/// <param name="Names">Of a question for names: lower case, without a last dot. Those with other bytes than letters, digits, <c>-</c> and <c>_</c> are left out.</param>
/// <param name="Addresses">Of a question for addresses.</param>
public sealed record DnsAnswer(int Code, bool IsTruncated, IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>The code of an answer that is as asked, records or none.</summary>
    public const int NoError = 0;

    /// <summary>The code for a name that does not exist.</summary>
    public const int NoSuchName = 3;

    /// <summary>Resolvers give up on longer chains of other names themselves.</summary>
    const int MaxAliases = 8;

    /// <summary>
    /// Reads a message as the answer to a question. False where it is none: another id or question, cut off, more than 8
    /// aliases, a name longer than 255 bytes or going in circles.
    /// </summary>
    /// <param name="message">At most 65,535 bytes.</param>
    /// <param name="id">That of the question.</param>
    /// <param name="question">What was asked.</param>
    /// <param name="most">How many records of the type are looked at; the rest of the message is not even read.</param>
    /// <param name="answer">The answer.</param>
    public static bool TryRead(ReadOnlySpan<byte> message, ushort id, DnsQuestion question, int most, out DnsAnswer answer)
    {
        answer = null!;
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        if (!TryReadHead(message, id, question, name, out var flags, out var at))
            return false;
        var (names, addresses) = (new List<string>(), new List<IPAddress>());
        answer = new DnsAnswer(flags & DnsMessage.CodeBits, (flags & DnsMessage.Truncated) != 0, names, addresses);
        if (answer.Code != NoError || answer.IsTruncated)
            return true;

        Span<byte> wanted = stackalloc byte[DnsName.MaxLength];
        question.Name.CopyTo(wanted);
        var (wantedLength, aliases, seen) = (question.Name.Length, 0, 0);
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(message[6..]); left > 0 && seen < most; left--)
        {
            if (!DnsName.TryRead(message, ref at, name, out var length) || !TryReadRecord(message, ref at, out var type, out var data))
                return false;
            if (!name[..length].SequenceEqual(wanted[..wantedLength]))
                continue;
            if (type == DnsType.CName)
            {
                if (++aliases > MaxAliases || !TryReadName(message, data, wanted, out wantedLength))
                    return false;
            }
            else if (type == question.Type)
            {
                seen++;
                if (type == DnsType.Ptr)
                {
                    if (!TryReadName(message, data, name, out length))
                        return false;
                    if (DnsName.TryText(name[..length], out var text))
                        names.Add(text);
                }
                else if (message[data] is { Length: 4 or 16 } bytes && bytes.Length == (type == DnsType.A ? 4 : 16))
                {
                    addresses.Add(new IPAddress(bytes));
                }
                else
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>The header, and the question that the answer must repeat.</summary>
    static bool TryReadHead(ReadOnlySpan<byte> message, ushort id, DnsQuestion question, Span<byte> name, out ushort flags, out int at)
    {
        (flags, at) = (0, DnsMessage.HeaderLength);
        if (message.Length < DnsMessage.HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(message) != id)
            return false;
        flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if ((flags & DnsMessage.Response) == 0 || (flags & DnsMessage.KindOfQuery) != 0 || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1)
            return false;
        if (!DnsName.TryRead(message, ref at, name, out var length) || !name[..length].SequenceEqual(question.Name) || at + 4 > message.Length)
            return false;
        var isSame = BinaryPrimitives.ReadUInt16BigEndian(message[at..]) == (ushort)question.Type
            && BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) == DnsMessage.Internet;
        at += 4;
        return isSame;
    }

    /// <summary>What stands behind a record's name: type, class, time to live, length, data. A record of another class reads as of type 0.</summary>
    static bool TryReadRecord(ReadOnlySpan<byte> message, ref int at, out DnsType type, out Range data)
    {
        (type, data) = (default, default);
        if (at + 10 > message.Length)
            return false;
        if (BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) == DnsMessage.Internet)
            type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
        var end = at + 10 + BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
        data = new Range(at + 10, end);
        at = end;
        return end <= message.Length;
    }

    /// <summary>A name that is all of a record's data.</summary>
    static bool TryReadName(ReadOnlySpan<byte> message, Range data, Span<byte> name, out int length)
    {
        var at = data.Start.Value;
        return DnsName.TryRead(message, ref at, name, out length) && at == data.End.Value;
    }
}
