using Gardu.Protocols.Links;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Links;

public sealed class LinkHeaderTests
{
    static readonly Uri Page = new("https://pub.example/articles/1");

    static string Said(string value) =>
        string.Join(" | ", LinkHeader.Parse(value, Page).Select(link => $"{link.Target} {string.Join('+', link.Relations)} {link.Type}".TrimEnd()));

    [Theory]
    [InlineData("<https://pub.example/license.xml>; rel=\"license\"; type=\"application/rsl+xml\"", "https://pub.example/license.xml license application/rsl+xml")]
    [InlineData("</license.xml>;rel=license;type=application/rsl+xml", "https://pub.example/license.xml license application/rsl+xml")]
    [InlineData("<2>; rel=\"next license\"", "https://pub.example/articles/2 next+license")]
    [InlineData("<a,b;c>; title=\"x, <y>; rel=\\\"z\\\"\"; rel=LICENSE , ,<../b> ; REL = \"up\"", "https://pub.example/articles/a,b;c license | https://pub.example/b up")]
    [InlineData("<a>; rel=first; rel=second; type=x/y; type=z/z", "https://pub.example/articles/a first x/y")]
    [InlineData("<a>; rel=a; anchor=\"#part\", <b>; rel=b; anchor=\"\", <c>; rel=c; anchor=\"https://other.example/\"", "https://pub.example/articles/a a | https://pub.example/articles/b b")]
    [InlineData("<a>", "https://pub.example/articles/a")]
    [InlineData("<a>; rel", "https://pub.example/articles/a")]
    [InlineData("<a>; rel=\"unfinished", "https://pub.example/articles/a unfinished")]
    [InlineData("<a>; rel=a; <b>; rel=b", "https://pub.example/articles/a a")]
    [InlineData("<a>; rel=a, nonsense, <b>; rel=b", "https://pub.example/articles/a a")]
    [InlineData("<a", "")]
    [InlineData("<http://[>; rel=a, <b>; rel=b", "https://pub.example/articles/b b")]
    [InlineData("", "")]
    public void Links_are_read_as_the_standard_says(string value, string said) => Assert.Equal(said, Said(value));

    [Fact]
    public void Damaged_headers_never_throw() =>
        Fuzz.Run(20_000, ["<https://pub.example/license.xml>; rel=\"license\"; type=\"application/rsl+xml\", </a>;rel=x", "<a>; title=\"\\\"\"; rel=b; anchor=\"#c\""], text => LinkHeader.Parse(text, Page));
}
