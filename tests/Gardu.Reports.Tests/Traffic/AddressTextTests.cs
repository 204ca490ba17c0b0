using System.Text;
using Gardu.Agents.Addresses;
using Gardu.Reports.Traffic;
using Gardu.Testing;

namespace Gardu.Reports.Tests.Traffic;

public sealed class AddressTextTests
{
    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("2001:db8::7")]
    [InlineData("::1")]
    [InlineData("::ffff:192.0.2.7")]
    public void Addresses_are_read_as_elsewhere(string text)
    {
        Assert.True(AddressText.TryRead(Encoding.ASCII.GetBytes(text), out var read));
        Assert.True(Address.TryParse(text, out var meant));
        Assert.Equal(meant, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1..2.3")]
    [InlineData("1.2.3.")]
    [InlineData("0001.2.3.4")]
    [InlineData("client.example.org")]
    [InlineData("2001:db8::g")]
    public void Other_texts_are_not(string text) => Assert.False(AddressText.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Fact]
    public void Damaged_addresses_are_survived() => Fuzz.Run(20_000, ["192.0.2.7", "2001:db8::7%eth0", "::ffff:1.2.3.4"], text => AddressText.TryRead(Encoding.UTF8.GetBytes(text), out _));
}
