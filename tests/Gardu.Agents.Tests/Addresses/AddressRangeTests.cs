using System.Net;
using CsCheck;
using Gardu.Agents.Addresses;

namespace Gardu.Agents.Tests.Addresses;

public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.0", "192.0.2.255")]
    [InlineData("192.0.2.77/24", "192.0.2.0", "192.0.2.255")]
    [InlineData("192.0.2.77", "192.0.2.77", "192.0.2.77")]
    [InlineData(" 192.0.2.77/32 ", "192.0.2.77", "192.0.2.77")]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255")]
    [InlineData("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::1", "2001:db8::1", "2001:db8::1")]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.0", "192.0.2.255")]
    public void A_range_is_read(string text, string first, string last) =>
        Assert.Equal(new AddressRange(TestData.Ip(first), TestData.Ip(last)), TestData.Range(text));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/24/24")]
    [InlineData("192.0.2.0 /24")]
    [InlineData("192.0.2/24")]
    [InlineData("2001:db8::/129")]
    [InlineData("2001:db8::/99999999999")]
    public void Anything_else_is_not(string text) => Assert.False(AddressRange.TryParse(text, out _));

    [Fact]
    public void The_widest_range_of_one_family_holds_none_of_the_other()
    {
        Assert.False(TestData.Range("::/0").Contains(TestData.Ip("192.0.2.1")));
        Assert.False(TestData.Range("0.0.0.0/0").Contains(TestData.Ip("2001:db8::1")));
    }

    [Fact]
    public void It_holds_what_the_frameworks_network_holds() =>
        Gen.Select(Gen.Bool, Gen.Byte.Array[16], Gen.Int[0, 128], Gen.Byte.Array[16], Gen.Int[0, 128]).Sample((v4, bytes, bits, other, shared) =>
        {
            var size = v4 ? 4 : 16;
            (bits, shared) = (bits % (size * 8 + 1), shared % (size * 8 + 1));
            var network = new IPNetwork(Masked(bytes[..size], bits), bits);
            var address = new IPAddress(Mixed(bytes[..size], other[..size], shared));
            if (network.BaseAddress.IsIPv4MappedToIPv6 || address.IsIPv4MappedToIPv6)
                return;
            Assert.Equal(network.Contains(address), TestData.Range(network.ToString()).Contains(Address.From(address)));
        });

    static IPAddress Masked(byte[] bytes, int bits) => new(Mixed(bytes, new byte[bytes.Length], bits));

    /// <summary>The first bits of one, the rest of another.</summary>
    static byte[] Mixed(byte[] one, byte[] another, int bits) =>
        [.. one.Select((b, i) =>
        {
            var mask = (byte)(bits >= (i + 1) * 8 ? 0xFF : bits <= i * 8 ? 0 : 0xFF << (8 - (bits - i * 8)));
            return (byte)((b & mask) | (another[i] & ~mask));
        })];
}
