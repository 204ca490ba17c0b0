using System.Net;
using Gardu.Protocols.Dns;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Dns;

public sealed class DnsQuestionTests
{
    static byte[] Written(DnsQuestion question)
    {
        var message = new byte[DnsQuestion.MaxLength];
        return message[..question.Write(0x1234, message)];
    }

    [Fact]
    public void A_question_is_written_as_the_rfc_has_it() => Assert.Equal(
        "1234 0100 0001 0000 0000 0000 0131 0132 0130 03313932 07696E2D61646472 0461727061 00 000C 0001".Replace(" ", "", StringComparison.Ordinal),
        Convert.ToHexString(Written(DnsQuestion.NamesOf(IPAddress.Parse("192.0.2.1")))));

    [Theory]
    [InlineData("192.0.2.1", "1.2.0.192.in-addr.arpa")]
    [InlineData("2001:db8::567:89ab", "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    public void An_address_is_asked_for_under_its_reverse_name(string address, string name) =>
        Assert.Equal((name, DnsBytes.Ptr), DnsBytes.QuestionOf(Written(DnsQuestion.NamesOf(IPAddress.Parse(address)))));

    [Theory]
    [InlineData("crawl-1.googlebot.com", false, "crawl-1.googlebot.com", DnsBytes.A)]
    [InlineData("CRAWL-1.GoogleBot.com.", true, "crawl-1.googlebot.com", DnsBytes.Aaaa)]
    [InlineData("a_b.example", false, "a_b.example", DnsBytes.A)]
    public void A_name_is_asked_for_as_it_is(string text, bool ipv6, string name, ushort type)
    {
        Assert.True(DnsQuestion.TryAddressesOf(text, ipv6, out var question));
        Assert.Equal((name, type), DnsBytes.QuestionOf(Written(question)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a..example")]
    [InlineData(".a.example")]
    [InlineData("a b.example")]
    [InlineData("a\0b.example")]
    [InlineData("bücher.example")]
    [InlineData("a\\.b.example")]
    public void What_is_no_name_is_not_asked(string text) => Assert.False(DnsQuestion.TryAddressesOf(text, false, out _));

    [Fact]
    public void A_label_has_63_letters_and_a_name_253()
    {
        var label = new string('a', 63);
        Assert.True(DnsQuestion.TryAddressesOf($"{label}.{label}.{label}.{label[..61]}", false, out var longest));
        Assert.Equal(DnsQuestion.MaxLength, Written(longest).Length);
        Assert.False(DnsQuestion.TryAddressesOf($"{label}.{label}.{label}.{label[..62]}", false, out _));
        Assert.False(DnsQuestion.TryAddressesOf(label + "a.example", false, out _));
        Assert.False(DnsQuestion.TryAddressesOf(string.Concat(Enumerable.Repeat("a.", 100_000)), false, out _));
    }
}
