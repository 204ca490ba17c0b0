using System.Net;
using CsCheck;
using Gardu.Agents.Addresses;
using Gardu.Testing;

namespace Gardu.Agents.Tests.Addresses;

public sealed class AddressTests
{
    static readonly Gen<IPAddress> AnyAddress = Gen.OneOf<IPAddress>(
        Gen.Byte.Array[4].Select(bytes => new IPAddress(bytes)),
        Gen.Byte.Array[16].Select(bytes => new IPAddress(bytes)),
        Gen.Select(Gen.OneOf<byte>(0, 1, 0xFF, 0xFE, 0x20).Array[16], bytes => new IPAddress(bytes)));

    [Fact]
    public void Text_and_framework_agree() =>
        AnyAddress.Sample(ip =>
        {
            Assert.True(Address.TryParse(ip.ToString().Split('%')[0], out var parsed));
            Assert.Equal(Address.From(ip), parsed);
            Assert.Equal(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, parsed.ToIPAddress());
        });

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("192.0.2.10")]
    [InlineData("::")]
    [InlineData("2001:DB8::1")]
    [InlineData("::ffff:192.0.2.1")]
    public void An_address_is_read(string text) => Assert.True(Address.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.")]
    [InlineData(".1.2.3")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.0400")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData(" 1.2.3.4")]
    [InlineData("1.2.3.4 ")]
    [InlineData("1.2.3.4:80")]
    [InlineData("[::1]")]
    [InlineData("[::1]:80")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::/0")]
    [InlineData("::1::2")]
    [InlineData("localhost")]
    public void Anything_else_is_not(string text) => Assert.False(Address.TryParse(text, out _));

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.255.255", true)]
    [InlineData("10.0.0.1", true)]
    [InlineData("172.16.0.0", true)]
    [InlineData("172.31.255.255", true)]
    [InlineData("192.168.3.4", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::", true)]
    [InlineData("::1", true)]
    [InlineData("fc00::1", true)]
    [InlineData("fdff:ffff::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("febf::1", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("11.0.0.0", false)]
    [InlineData("172.15.255.255", false)]
    [InlineData("172.32.0.0", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("0.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("fec0::1", false)]
    [InlineData("fbff::1", false)]
    [InlineData("fe00::1", false)]
    [InlineData("2001:db8::1", false)]
    public void Loopback_private_and_link_local_addresses_prove_nothing(string text, bool local) => Assert.Equal(local, TestData.Ip(text).IsLocal);

    [Theory]
    [InlineData("192.0.2.77", 24, "192.0.2.0")]
    [InlineData("192.0.2.77", 32, "192.0.2.77")]
    [InlineData("192.0.2.77", 0, "0.0.0.0")]
    [InlineData("2001:db8:1:2:3:4:5:6", 64, "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:3:4:5:6", 0, "::")]
    [InlineData("2001:db8:1:2:3:4:5:6", 128, "2001:db8:1:2:3:4:5:6")]
    public void A_network_keeps_the_first_bits_of_its_family(string text, int bits, string network) =>
        Assert.Equal(TestData.Ip(network), TestData.Ip(text).Network(bits));

    [Fact]
    public void Reading_and_taking_over_allocates_little()
    {
        var ip = IPAddress.Parse("192.0.2.1");
        Read(ip);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(ip);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        static void Read(IPAddress ip)
        {
            Assert.True(Address.TryParse("192.0.2.1", out var read) && read == Address.From(ip));
        }
    }

    [Fact]
    public void Damaged_addresses_and_ranges_are_read_or_refused() =>
        Fuzz.Run(50_000, ["192.0.2.0/24", "2001:db8::/32", "::ffff:192.0.2.1/128", "255.255.255.255", "::/0", "0.0.0.0/0"], text =>
        {
            if (Address.TryParse(text, out var address))
                Assert.True(IPAddress.TryParse(text, out var same) && Address.From(same) == address);
            if (AddressRange.TryParse(text, out var range))
                Assert.True(range.First.CompareTo(range.Last) <= 0 && range.Contains(range.First) && range.First.IsIPv4 == range.Last.IsIPv4);
        });
}
