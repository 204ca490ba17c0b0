using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Gardu.Testing;

/// <summary>DNS messages by the byte, true or not; written apart from the product's own.</summary>
public static class DnsBytes
{
    public const ushort A = 1;
    public const ushort CName = 5;
    public const ushort Ptr = 12;
    public const ushort Aaaa = 28;

    /// <summary>A response that is available for recursion.</summary>
    public const ushort Fine = 0x8180;
    public const ushort Truncated = 0x8380;
    public const ushort ServerFailure = 0x8182;
    public const ushort NoSuchName = 0x8183;
    public const ushort Refused = 0x8185;

    /// <summary>Labels without compression; a letter is a byte (Latin-1).</summary>
    public static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.Latin1.GetBytes(label)]), 0];

    public static byte[] Question(string name, ushort type) => [.. Name(name), .. Number(type), .. Number(1)];

    public static byte[] Record(byte[] owner, ushort type, byte[] data, ushort @class = 1) => [.. owner, .. Number(type), .. Number(@class), 0, 0, 1, 0, .. Number(data.Length), .. data];

    public static byte[] PtrRecord(string owner, string name) => Record(Name(owner), Ptr, Name(name));

    public static byte[] CNameRecord(string owner, string name) => Record(Name(owner), CName, Name(name));

    public static byte[] AddressRecord(string owner, string address)
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        return Record(Name(owner), bytes.Length == 4 ? A : Aaaa, bytes);
    }

    public static byte[] Message(ushort id, ushort flags, byte[] question, params byte[][] answers) =>
        [.. Number(id), .. Number(flags), .. Number(1), .. Number(answers.Length), 0, 0, 0, 0, .. question, .. answers.SelectMany(answer => answer)];

    /// <summary>The response to a query: its id and question, and these answers.</summary>
    public static byte[] Reply(byte[] query, ushort flags, params byte[][] answers) => Message(IdOf(query), flags, query[12..], answers);

    public static ushort IdOf(byte[] message) => BinaryPrimitives.ReadUInt16BigEndian(message);

    public static (string Name, ushort Type) QuestionOf(byte[] message)
    {
        var (labels, at) = (new List<string>(), 12);
        for (; message[at] != 0; at += message[at] + 1)
            labels.Add(Encoding.Latin1.GetString(message, at + 1, message[at]));
        return (string.Join('.', labels), BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 1)));
    }

    static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];
}
