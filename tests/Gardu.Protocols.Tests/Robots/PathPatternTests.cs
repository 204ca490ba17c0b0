using System.Text.RegularExpressions;
using CsCheck;
using Gardu.Protocols.Robots;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Robots;

public sealed class PathPatternTests
{
    static PathPattern Pattern(string text) => PathPattern.TryParse(text, out var pattern) ? pattern! : throw new ArgumentException(text);

    static bool Matches(string pattern, string path) => Pattern(pattern).IsMatch(PathText.Canonical(path));

    /// <summary>RFC 9309 section 2.2.3 said as a regular expression.</summary>
    static bool NaiveMatch(string pattern, string path)
    {
        var anchored = pattern.EndsWith('$');
        var body = string.Join(".*", (anchored ? pattern[..^1] : pattern).Split('*').Select(Regex.Escape));
        return Regex.IsMatch(path, $"\\A{body}{(anchored ? "\\z" : "")}", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    [Fact]
    public void It_matches_what_the_regular_expression_matches() =>
        Gen.Select(
            Gen.OneOf("/", "a", "b", "ab", "*", "**", "$", ".", "?").Array[0, 8].Select(parts => "/" + string.Concat(parts)),
            Gen.OneOf("/", "a", "b", "$", "*", ".", "?", "c").Array[0, 12].Select(parts => "/" + string.Concat(parts)))
            .Sample((pattern, path) => Assert.Equal(NaiveMatch(pattern, path), Matches(pattern, path)), iter: 20_000);

    [Theory]
    [InlineData("/", "/", true)]
    [InlineData("/a$", "/a", true)]
    [InlineData("/a$", "/a$", false)]
    [InlineData("/a$b", "/a$b", true)]
    [InlineData("/$", "/", true)]
    [InlineData("*", "/anything", true)]
    [InlineData("*.php$", "/a.php", true)]
    [InlineData("*$", "/anything", true)]
    [InlineData("/a*$", "/ab", true)]
    [InlineData("/a*b*c", "/axxbxxc", true)]
    [InlineData("/a*b*c", "/acb", false)]
    [InlineData("/a*ab$", "/ab", false)]
    [InlineData("/a*ab$", "/aab", true)]
    [InlineData("/%61", "/a", true)]
    [InlineData("/file-with-a-%2A.html", "/file-with-a-*.html", true)]
    [InlineData("/file-with-a-%2A.html", "/file-with-a-b.html", false)]
    [InlineData("/foo-%24", "/foo-$", true)]
    [InlineData("/foo-%24", "/foo-", false)]
    [InlineData("/A", "/a", false)]
    public void It_matches_as_the_standard_says(string pattern, string path, bool matches) => Assert.Equal(matches, Matches(pattern, path));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("$")]
    [InlineData("https://x.example/")]
    public void It_starts_with_a_slash_or_a_star(string text) => Assert.False(PathPattern.TryParse(text, out _));

    [Theory]
    [InlineData("/a*", "/a")]
    [InlineData("/a***b", "/a*b")]
    [InlineData("/a**", "/a")]
    [InlineData("*", "*")]
    [InlineData("/a*$", "/a*$")]
    public void It_has_one_spelling(string text, string canonical) => Assert.Equal(canonical, Pattern(text).Text);

    [Fact]
    public void Its_length_is_limited_before_and_after_encoding()
    {
        Assert.True(PathPattern.TryParse("/" + new string('a', PathPattern.LengthMax - 1), out _));
        Assert.False(PathPattern.TryParse("/" + new string('a', PathPattern.LengthMax), out _));
        Assert.False(PathPattern.TryParse("/" + new string('ツ', PathPattern.LengthMax / 4), out _));
    }

    [Fact]
    public void The_worst_pattern_takes_bounded_time()
    {
        var pattern = Pattern("/" + string.Concat(Enumerable.Repeat("*a", 1000)) + "*b");
        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 1000; i++)
            Assert.False(pattern.IsMatch("/" + new string('a', 8000)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Damaged_patterns_are_read_or_refused() =>
        Fuzz.Run(20_000, ["/a*b$", "*.php$", "/%61%2f*ツ", "/***$$"], text =>
        {
            if (!PathPattern.TryParse(text, out var pattern))
                return;
            Assert.Equal(pattern!.Text, Pattern(pattern.Text).Text);
            Assert.Equal(pattern.Text, pattern.Prefix + pattern.Rest);
            pattern.IsMatch("/aaaaaaaaaaaaaaaaaaaaaaaaaaa.php");
        });
}
