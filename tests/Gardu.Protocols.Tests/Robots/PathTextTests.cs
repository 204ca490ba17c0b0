using System.Text;
using CsCheck;
using Gardu.Protocols.Robots;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Robots;

public sealed class PathTextTests
{
    [Theory]
    [InlineData("/a/b?c=d", "/a/b?c=d")]
    [InlineData("/%62%61%7A", "/baz")]
    [InlineData("/%7e%2D%2e%5f", "/~-._")]
    [InlineData("/a%2fb", "/a%2Fb")]
    [InlineData("/a%3fb%26", "/a%3Fb%26")]
    [InlineData("/%25%36%32", "/%2562")]
    [InlineData("/ツ", "/%E3%83%84")]
    [InlineData("/%e3%83%84", "/%E3%83%84")]
    [InlineData("/a b", "/a%20b")]
    [InlineData("/😀", "/%F0%9F%98%80")]
    [InlineData("/%", "/%25")]
    [InlineData("/%6", "/%256")]
    [InlineData("/%zz", "/%25zz")]
    [InlineData("/%%625", "/%25b5")]
    [InlineData("/\t\u007f", "/%09%7F")]
    [InlineData("/a*b$c$", "/a%2Ab%24c%24")]
    [InlineData("/a%2a%24", "/a%2A%24")]
    public void A_path_has_one_spelling(string path, string canonical) => Assert.Equal(canonical, PathText.Canonical(path));

    [Theory]
    [InlineData("/ABC", "/abc")]
    [InlineData("/%C3%84%CE%A3x", "/%C3%A4%CF%83x")]
    [InlineData("/%F0%90%90%80", "/%F0%90%90%A8")] // a capital outside the basic plane
    [InlineData("/%2FA%25B", "/%2Fa%25b")]
    [InlineData("/%C3%28%FFA", "/%C3%28%FFa")] // octets that are no UTF-8
    [InlineData("/%C3", "/%C3")]
    [InlineData("/A*B$", "/a*b$")]
    public void A_folded_path_is_in_lower_case_but_for_the_digits_of_octets(string canonical, string folded)
    {
        Assert.Equal(folded, PathText.Folded(canonical));
        Assert.Equal(folded, PathText.Folded(folded));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_the_replacement_character() => Assert.Equal("/%EF%BF%BDx", PathText.Canonical("/\ud800x"));

    [Theory]
    [InlineData("/a*b$c$", "/a*b%24c$")]
    [InlineData("/%62*%2a$", "/b*%2A$")]
    [InlineData("/$*", "/%24*")]
    public void A_pattern_keeps_its_signs(string pattern, string canonical) => Assert.Equal(canonical, PathText.CanonicalPattern(pattern));

    [Fact]
    public void What_is_canonical_already_stays_the_same_text()
    {
        const string Path = "/articles/2026/a-b_c.d~e?x=1&y=2;z";
        Assert.Same(Path, PathText.Canonical(Path));
    }

    [Fact]
    public void A_canonical_path_is_its_own_canonical_form() =>
        AnyPath.Sample(path =>
        {
            var once = PathText.Canonical(path);
            Assert.Equal(once, PathText.Canonical(once));
            Assert.DoesNotContain(once, c => c is <= ' ' or > '~');
        }, print: path => path);

    [Fact]
    public void Every_spelling_of_the_same_octets_is_the_same_path() =>
        Gen.Byte.Array[0, 20].Sample(octets =>
        {
            var upper = "/" + string.Concat(octets.Select(octet => $"%{octet:X2}"));
            var lower = "/" + string.Concat(octets.Select(octet => $"%{octet:x2}"));
            var mixed = "/" + string.Concat(octets.Select(octet => PathText.IsUnreserved(octet) ? ((char)octet).ToString() : $"%{octet:x2}"));
            Assert.Equal(PathText.Canonical(upper), PathText.Canonical(lower));
            Assert.Equal(PathText.Canonical(upper), PathText.Canonical(mixed));
        });

    [Fact]
    public void It_says_the_same_octets_as_before() =>
        AnyPath.Sample(path => Assert.Equal(OctetsOf(path), OctetsOf(PathText.Canonical(path))), print: path => path);

    [Fact]
    public void Damaged_paths_have_one_spelling_too() =>
        Fuzz.Run(20_000, ["/a%2fb/%E3%83%84?x=%25", "/ツ/😀", "/%%%6%zz"], path => Assert.Equal(PathText.Canonical(path), PathText.Canonical(PathText.Canonical(path))));

    static readonly Gen<string> AnyPath = Gen.OneOf("%", "2", "5", "6", "f", "F", "/", "a", " ", "ツ", "😀", "%25", "%2f", "%41", "%c3%a9", "?", "\u0001", "é")
        .Array[0, 16].Select(parts => "/" + string.Concat(parts));

    static byte[] OctetsOf(string path)
    {
        var octets = new List<byte>();
        var bytes = Encoding.UTF8.GetBytes(path);
        for (var i = 0; i < bytes.Length; i++)
        {
            var encoded = i + 2 < bytes.Length && bytes[i] == '%' && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]);
            octets.Add(encoded ? Convert.ToByte(Encoding.ASCII.GetString(bytes, i + 1, 2), 16) : bytes[i]);
            i += encoded ? 2 : 0;
        }
        return [.. octets];
    }
}
