using System.Net;
using CsCheck;
using Gardu.Protocols.Dns;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Dns;

public sealed class DnsAnswerTests
{
    const ushort Id = 0x1234;
    const string Reverse = "1.2.0.192.in-addr.arpa";
    const string Host = "crawl-1.googlebot.com";

    static readonly DnsQuestion NamesQuestion = DnsQuestion.NamesOf(IPAddress.Parse("192.0.2.1"));
    static readonly byte[] NamesAsked = DnsBytes.Question(Reverse, DnsBytes.Ptr);
    static readonly byte[] Asked = [0xC0, 12]; // a pointer to the name of the question

    static DnsQuestion AddressesQuestion(bool ipv6 = false) => DnsQuestion.TryAddressesOf(Host, ipv6, out var question) ? question : throw new FormatException();

    static DnsAnswer? Read(byte[] message, DnsQuestion? question = null, int most = 16) =>
        DnsAnswer.TryRead(message, Id, question ?? NamesQuestion, most, out var answer) ? answer : null;

    static DnsAnswer? ReadNames(params byte[][] records) => Read(DnsBytes.Message(Id, DnsBytes.Fine, NamesAsked, records));

    static byte[] Pointer(int to) => [(byte)(0xC0 | to >> 8), (byte)to];

    [Fact]
    public void A_captured_answer_is_read()
    {
        // id 1234, a response, one question, one answer: ptr of 192.0.2.1, the owner a pointer, the name crawl-1.googlebot.com
        var message = Convert.FromHexString("12348180000100010000000001310132013003313932" + "07696E2D61646472046172706100000C0001" + "C00C000C000100000E100017" + "07637261776C2D3109676F6F676C65626F7403636F6D00");
        Assert.Equal([Host], Read(message)!.Names);
    }

    [Fact]
    public void Names_are_in_lower_case_and_without_a_last_dot() => Assert.Equal([Host], ReadNames(DnsBytes.PtrRecord(Reverse.ToUpperInvariant(), "CRAWL-1.GoogleBOT.Com"))!.Names);

    [Theory]
    [InlineData("a b.example")]
    [InlineData("a\0b.example")]
    [InlineData("\u00e9.example")]
    [InlineData("a/b.example")]
    [InlineData("")]
    public void A_name_of_other_bytes_is_left_out(string odd) => Assert.Equal([Host], ReadNames(DnsBytes.PtrRecord(Reverse, odd), DnsBytes.PtrRecord(Reverse, Host))!.Names);

    [Fact]
    public void A_dot_inside_a_label_makes_no_labels()
    {
        byte[] oneLabel = [(byte)Host.Length, .. Host.Select(letter => (byte)letter), 0];
        Assert.Empty(ReadNames(DnsBytes.Record(Asked, DnsBytes.Ptr, oneLabel))!.Names);
    }

    [Fact]
    public void Addresses_are_those_of_the_family_that_was_asked_for()
    {
        byte[][] records = [DnsBytes.AddressRecord(Host, "192.0.2.1"), DnsBytes.AddressRecord(Host, "2001:db8::1"), DnsBytes.AddressRecord("other.example", "192.0.2.2")];
        Assert.Equal([IPAddress.Parse("192.0.2.1")], Read(DnsBytes.Message(Id, DnsBytes.Fine, DnsBytes.Question(Host, DnsBytes.A), records), AddressesQuestion())!.Addresses);
        Assert.Equal([IPAddress.Parse("2001:db8::1")], Read(DnsBytes.Message(Id, DnsBytes.Fine, DnsBytes.Question(Host, DnsBytes.Aaaa), records), AddressesQuestion(true))!.Addresses);
    }

    /// <summary>RFC 2317: the reverse zone of a small network hangs under another name, with a slash.</summary>
    [Fact]
    public void An_alias_is_followed() =>
        Assert.Equal([Host], ReadNames(DnsBytes.CNameRecord(Reverse, "1.0/25.2.0.192.in-addr.arpa"), DnsBytes.PtrRecord("1.0/25.2.0.192.in-addr.arpa", Host))!.Names);

    [Fact]
    public void Aliases_in_a_circle_end()
    {
        Assert.Empty(ReadNames(DnsBytes.CNameRecord(Reverse, "a.example"), DnsBytes.CNameRecord("a.example", Reverse))!.Names);
        Assert.Null(ReadNames([.. Enumerable.Range(0, 9).Select(_ => DnsBytes.CNameRecord(Reverse, Reverse))]));
    }

    [Fact]
    public void Records_of_other_names_types_and_classes_do_not_count() =>
        Assert.Empty(ReadNames(DnsBytes.PtrRecord("2.2.0.192.in-addr.arpa", Host), DnsBytes.Record(Asked, 16, DnsBytes.Name(Host)), DnsBytes.Record(Asked, DnsBytes.Ptr, DnsBytes.Name(Host), @class: 3))!.Names);

    [Theory]
    [InlineData(DnsBytes.Fine, 0, false)]
    [InlineData(DnsBytes.NoSuchName, 3, false)]
    [InlineData(DnsBytes.ServerFailure, 2, false)]
    [InlineData(DnsBytes.Refused, 5, false)]
    [InlineData(DnsBytes.Truncated, 0, true)]
    public void The_head_says_how_it_went(ushort flags, int code, bool isTruncated)
    {
        var answer = Read(DnsBytes.Message(Id, flags, NamesAsked))!;
        Assert.Equal((code, isTruncated), (answer.Code, answer.IsTruncated));
        Assert.Empty(answer.Names);
    }

    [Fact]
    public void What_answers_something_else_is_no_answer()
    {
        var record = DnsBytes.PtrRecord(Reverse, Host);
        Assert.NotNull(Read(DnsBytes.Message(Id, DnsBytes.Fine, NamesAsked, record)));
        Assert.Null(Read(DnsBytes.Message(Id + 1, DnsBytes.Fine, NamesAsked, record)));
        Assert.Null(Read(DnsBytes.Message(Id, 0x0100, NamesAsked, record)));
        Assert.Null(Read(DnsBytes.Message(Id, 0x8980, NamesAsked, record)));
        Assert.Null(Read(DnsBytes.Message(Id, DnsBytes.Fine, DnsBytes.Question(Reverse, DnsBytes.A), record)));
        Assert.Null(Read(DnsBytes.Message(Id, DnsBytes.Fine, DnsBytes.Question("2.2.0.192.in-addr.arpa", DnsBytes.Ptr), record)));
        Assert.Null(Read([.. DnsBytes.Message(Id, DnsBytes.Fine, [])]));
    }

    [Fact]
    public void Pointers_in_a_circle_end()
    {
        var record = 12 + NamesAsked.Length;
        Assert.Null(ReadNames(DnsBytes.Record(Pointer(record), DnsBytes.Ptr, DnsBytes.Name(Host))));
        Assert.Null(ReadNames(DnsBytes.Record(Asked, DnsBytes.Ptr, Pointer(record + 12))));
        Assert.Null(ReadNames(DnsBytes.Record(Asked, DnsBytes.Ptr, [1, (byte)'a', .. Pointer(record + 12)])));
        Assert.Null(ReadNames(DnsBytes.Record(Asked, DnsBytes.Ptr, Pointer(0x3FFF))));
    }

    [Fact]
    public void A_name_has_255_bytes_at_most()
    {
        var label = new string('a', 63);
        Assert.Equal([$"{label}.{label}.{label}.{label[..61]}"], ReadNames(DnsBytes.PtrRecord(Reverse, $"{label}.{label}.{label}.{label[..61]}"))!.Names);
        Assert.Null(ReadNames(DnsBytes.PtrRecord(Reverse, $"{label}.{label}.{label}.{label[..62]}")));
        Assert.Null(ReadNames(DnsBytes.Record(Asked, DnsBytes.Ptr, [64, .. new byte[64], 0])));
    }

    [Fact]
    public void A_record_may_not_lie_about_its_length()
    {
        Assert.Null(ReadNames(DnsBytes.Record(Asked, DnsBytes.Ptr, [.. DnsBytes.Name(Host), 0])));
        var message = DnsBytes.Message(Id, DnsBytes.Fine, DnsBytes.Question(Host, DnsBytes.A), DnsBytes.Record(DnsBytes.Name(Host), DnsBytes.A, [192, 0, 2]));
        Assert.Null(Read(message, AddressesQuestion()));
    }

    [Fact]
    public void Only_so_many_records_are_looked_at()
    {
        byte[][] records = [.. Enumerable.Range(0, 1000).Select(number => DnsBytes.PtrRecord(Reverse, $"n{number}.example"))];
        var message = DnsBytes.Message(Id, DnsBytes.Fine, NamesAsked, records);
        Assert.Equal(["n0.example", "n1.example", "n2.example"], Read(message, most: 3)!.Names);
    }

    /// <summary>Thousands of records that each point to the longest chain of labels there is room for.</summary>
    [Fact]
    public void A_full_message_of_pointers_costs_little()
    {
        byte[] chain = [.. Enumerable.Range(0, 8000).SelectMany(_ => (byte[])[1, (byte)'a']), 0];
        var at = 12 + NamesAsked.Length + 2 + 10;
        byte[][] records = [DnsBytes.Record(Asked, 16, chain), .. Enumerable.Range(0, 3400).Select(number => DnsBytes.Record(Asked, DnsBytes.Ptr, Pointer(at + (number % 100) * 2)))];
        var message = DnsBytes.Message(Id, DnsBytes.Fine, NamesAsked, records);
        Assert.InRange(message.Length, 60_000, 65_535);
        Read(message, most: int.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(message, most: int.MaxValue);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_message_that_breaks_off_is_no_answer()
    {
        var message = DnsBytes.Message(Id, DnsBytes.Fine, NamesAsked, DnsBytes.CNameRecord(Reverse, "a.example"), DnsBytes.PtrRecord("a.example", Host));
        for (var length = 0; length < message.Length; length++)
            Assert.Null(Read(message[..length]));
    }

    [Fact]
    public void Names_come_through_unchanged()
    {
        var label = Gen.Char["abcxyz019-_"].Array[1, 63].Select(letters => new string(letters));
        var name = label.Array[1, 6].Select(labels => string.Join('.', labels)).Where(text => text.Length <= 253);
        name.Array[0, 16].Sample(names => Assert.Equal(names, ReadNames([.. names.Select(text => DnsBytes.PtrRecord(Reverse, text))])!.Names));
    }

    [Fact]
    public void Damaged_messages_never_throw() => Fuzz.Run(50_000,
        [
            DnsBytes.Message(Id, DnsBytes.Fine, NamesAsked, DnsBytes.PtrRecord(Reverse, Host), DnsBytes.Record(Asked, DnsBytes.Ptr, Asked)),
            DnsBytes.Message(Id, DnsBytes.Fine, NamesAsked, DnsBytes.CNameRecord(Reverse, "a.example"), DnsBytes.PtrRecord("a.example", Host)),
            DnsBytes.Message(Id, DnsBytes.Fine, DnsBytes.Question(Host, DnsBytes.A), DnsBytes.AddressRecord(Host, "192.0.2.1"), DnsBytes.AddressRecord(Host, "192.0.2.2")),
        ],
        message =>
        {
            foreach (var question in (DnsQuestion[])[NamesQuestion, AddressesQuestion()])
            {
                if (Read(message, question) is not { } answer)
                    continue;
                Assert.InRange(answer.Names.Count + answer.Addresses.Count, 0, 16);
                Assert.All(answer.Names, name => Assert.InRange(name.Length, 1, 253));
            }
        });
}
