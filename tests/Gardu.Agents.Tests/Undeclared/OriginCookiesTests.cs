using System.Globalization;
using Gardu.Agents.Undeclared;

namespace Gardu.Agents.Tests.Undeclared;

public sealed class OriginCookiesTests
{
    readonly OriginCookies cookies = new();

    [Fact]
    public void Only_what_this_sites_origin_set_is_known()
    {
        cookies.Remember("a.example", "session=0123456789abcdef0123; Path=/; HttpOnly");
        Assert.True(cookies.Know("a.example", "theme=dark; session=0123456789abcdef0123"));
        Assert.False(cookies.Know("a.example", "session=0123456789abcdef0124"));
        Assert.False(cookies.Know("a.example", "other=0123456789abcdef0123"));
        Assert.False(cookies.Know("b.example", "session=0123456789abcdef0123"));
    }

    [Theory]
    [InlineData("lang=en")]
    [InlineData("=0123456789abcdef0123")]
    [InlineData("")]
    [InlineData(";;;")]
    [InlineData("session")]
    public void What_anybody_can_guess_and_what_is_no_cookie_protects_nobody(string text)
    {
        cookies.Remember("a.example", text);
        Assert.False(cookies.Know("a.example", text));
    }

    [Fact]
    public void Two_generations_are_kept()
    {
        static string Cookie(int number) => string.Create(CultureInfo.InvariantCulture, $"session={number:D20}");
        for (var i = 0; i < OriginCookies.GenerationMax * 2; i++)
            cookies.Remember("a.example", Cookie(i));
        Assert.True(cookies.Know("a.example", Cookie(OriginCookies.GenerationMax + 1)));
        Assert.False(cookies.Know("a.example", Cookie(1)));
    }

    [Fact]
    public void Of_a_request_only_so_many_are_looked_at()
    {
        cookies.Remember("a.example", "session=0123456789abcdef0123");
        Assert.False(cookies.Know("a.example", string.Concat(Enumerable.Repeat("x=1;", OriginCookies.PairsMax)) + "session=0123456789abcdef0123"));
        Assert.False(cookies.Know("a.example", "session=" + new string('a', OriginCookies.PairMax)));
    }
}
