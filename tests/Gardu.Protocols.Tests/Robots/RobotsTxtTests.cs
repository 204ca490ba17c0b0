using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Robots;

/// <summary>
/// The cases of Google's own tests, read as RFC 9309 says. Where Google's parser goes beyond the RFC (a line without a
/// colon, <c>index.html</c> for its folder, tokens cut at the first odd character, encoded letters kept apart), the name of
/// the test says that ours does not.
/// </summary>
public sealed class RobotsTxtTests
{
    static bool Allowed(string robots, string agent, string path) =>
        RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots.Replace("|", "\n", StringComparison.Ordinal))).IsAllowed(agent, path);

    const string Groups = "allow: /foo/bar/|user-agent: FooBot|disallow: /|allow: /x/|user-agent: BarBot|disallow: /|allow: /y/||allow: /w/|user-agent: BazBot||user-agent: FooBot|allow: /z/|disallow: /";

    [Theory]
    [InlineData("", "/x/y", true)]
    [InlineData("user-agent: FooBot|disallow: /", "/x/y", false)]
    [InlineData("foo: FooBot|bar: /", "/x/y", true)]
    [InlineData("User-agent: *|Disallow: /x/|User-agent: FooBot|Disallow: /y/", "/x/page", true)]
    [InlineData("User-agent: *|Disallow: /x/|User-agent: FooBot|Disallow: /y/", "/y/page", false)]
    [InlineData("user-agent: *|allow: /|user-agent: FooBot|disallow: /", "/x/y", false)]
    public void Rules_of_ones_own_group_count(string robots, string path, bool allowed) => Assert.Equal(allowed, Allowed(robots, "FooBot", path));

    [Fact]
    public void Without_a_group_of_its_own_the_star_counts() => Assert.True(Allowed("user-agent: *|allow: /|user-agent: FooBot|disallow: /", "BarBot", "/x/y"));

    [Fact]
    public void Unlike_Google_a_line_without_a_colon_says_nothing() => Assert.True(Allowed("user-agent FooBot|disallow /", "FooBot", "/x/y"));

    [Theory]
    [InlineData("FooBot", "/x/b", true)]
    [InlineData("FooBot", "/z/d", true)]
    [InlineData("FooBot", "/y/c", false)]
    [InlineData("BarBot", "/y/c", true)]
    [InlineData("BarBot", "/w/a", true)]
    [InlineData("BarBot", "/z/d", false)]
    [InlineData("BazBot", "/z/d", true)]
    [InlineData("FooBot", "/foo/bar/", false)]
    [InlineData("BarBot", "/foo/bar/", false)]
    [InlineData("BazBot", "/foo/bar/", false)]
    public void Groups_of_one_agent_are_one_and_rules_before_any_are_nobodys(string agent, string path, bool allowed) => Assert.Equal(allowed, Allowed(Groups, agent, path));

    [Theory]
    [InlineData("FooBot")]
    [InlineData("BarBot")]
    public void Other_lines_do_not_end_a_group(string agent) => Assert.False(Allowed("User-agent: FooBot|Invalid-Unknown-Line: unknown|User-agent: *|Disallow: /", agent, "/"));

    [Theory]
    [InlineData("Disallow: /x/page.html|Allow: /x/", "/x/page.html", false)]
    [InlineData("Allow: /x/|Disallow: /x/page.html", "/x/page.html", false)]
    [InlineData("Allow: /x/page.html|Disallow: /x/", "/x/page.html", true)]
    [InlineData("Allow: /x/page.html|Disallow: /x/", "/x/", false)]
    [InlineData("Disallow:|Allow:", "/x/page.html", true)]
    [InlineData("Disallow: /|Allow: /", "/x/page.html", true)]
    [InlineData("Allow: /|Disallow: /", "/x/page.html", true)]
    [InlineData("Disallow: /x|Allow: /x/", "/x", false)]
    [InlineData("Disallow: /x|Allow: /x/", "/x/", true)]
    [InlineData("Disallow: /x/page.html|Allow: /x/page.html", "/x/page.html", true)]
    [InlineData("Allow: /page|Disallow: /*.html", "/page.html", false)]
    [InlineData("Allow: /page|Disallow: /*.html", "/page", true)]
    [InlineData("Allow: /x/page.|Disallow: /*.html", "/x/page.html", true)]
    [InlineData("Allow: /x/page.|Disallow: /*.html", "/x/y.html", false)]
    [InlineData("Allow: /p|Disallow: /", "/page", true)]
    [InlineData("Allow: /page|Disallow: /*.htm", "/page.htm", false)]
    [InlineData("Allow: /$|Disallow: /", "/", true)]
    [InlineData("Allow: /$|Disallow: /", "/page.html", false)]
    public void The_longest_match_counts_and_allow_on_a_tie(string rules, string path, bool allowed) => Assert.Equal(allowed, Allowed($"user-agent: FooBot|{rules}", "FooBot", path));

    [Theory]
    [InlineData("Disallow: /foo/bar$|Allow: /foo/bar/qux", "/foo/bar", false)]
    [InlineData("Disallow: /foo/bar$|Allow: /foo/bar/qux", "/foo/bar/", true)]
    [InlineData("Disallow: /foo/bar$|Allow: /foo/bar/qux", "/foo/bar/qux", true)]
    [InlineData("# Disallow: /|Disallow: /foo/quz#qux|Allow: /", "/foo/bar", true)]
    [InlineData("# Disallow: /|Disallow: /foo/quz#qux|Allow: /", "/foo/quz", false)]
    [InlineData("Disallow: /|Allow: /fish", "/fish", true)]
    [InlineData("Disallow: /|Allow: /fish", "/fish.html", true)]
    [InlineData("Disallow: /|Allow: /fish", "/fish/salmon.html", true)]
    [InlineData("Disallow: /|Allow: /fish", "/fishheads", true)]
    [InlineData("Disallow: /|Allow: /fish", "/fish.html?id=1", true)]
    [InlineData("Disallow: /|Allow: /fish", "/Fish.asp", false)]
    [InlineData("Disallow: /|Allow: /fish", "/catfish", false)]
    [InlineData("Disallow: /|Allow: /fish", "/?id=fish", false)]
    [InlineData("Disallow: /|Allow: /fish/", "/fish/", true)]
    [InlineData("Disallow: /|Allow: /fish/", "/fish/?salmon", true)]
    [InlineData("Disallow: /|Allow: /fish/", "/fish", false)]
    [InlineData("Disallow: /|Allow: /fish/", "/fish.html", false)]
    [InlineData("Disallow: /|Allow: /*.php", "/filename.php/", true)]
    [InlineData("Disallow: /|Allow: /*.php", "/index?f=filename.php/", true)]
    [InlineData("Disallow: /|Allow: /*.php", "/php/", false)]
    [InlineData("Disallow: /|Allow: /*.php", "/windows.PHP", false)]
    [InlineData("Disallow: /|Allow: /*.php$", "/filename.php", true)]
    [InlineData("Disallow: /|Allow: /*.php$", "/filename.php?p", false)]
    [InlineData("Disallow: /|Allow: /*.php$", "/filename.php5", false)]
    [InlineData("Disallow: /|Allow: /fish*.php", "/fish.php", true)]
    [InlineData("Disallow: /|Allow: /fish*.php", "/fishheads/catfish.php?p", true)]
    [InlineData("Disallow: /|Allow: /fish*.php", "/Fish.PHP", false)]
    public void Patterns_match_as_the_standard_says(string rules, string path, bool allowed) => Assert.Equal(allowed, Allowed($"user-agent: FooBot|{rules}", "FooBot", path));

    [Fact]
    public void A_letter_outside_ASCII_is_its_encoding() => Assert.True(Allowed("user-agent: FooBot|Disallow: /|Allow: /foo/bar/ツ", "FooBot", "/foo/bar/%E3%83%84"));

    [Fact]
    public void Unlike_Google_the_encoding_may_be_left_out_of_the_URL_too() => Assert.True(Allowed("user-agent: FooBot|Disallow: /|Allow: /foo/bar/ツ", "FooBot", "/foo/bar/ツ"));

    [Theory]
    [InlineData("/foo/bar/%62%61%7A")]
    [InlineData("/foo/bar/baz")]
    public void Unlike_Google_an_encoded_letter_is_that_letter(string path) => Assert.True(Allowed("user-agent: FooBot|Disallow: /|Allow: /foo/bar/%62%61%7A", "FooBot", path));

    [Theory]
    [InlineData("/allowed-slash/index.html", true)]
    [InlineData("/allowed-slash/index.htm", false)]
    [InlineData("/allowed-slash/", false)]
    public void Unlike_Google_an_index_page_is_not_its_folder(string path, bool allowed) => Assert.Equal(allowed, Allowed("User-agent: *|Allow: /allowed-slash/index.html|Disallow: /", "FooBot", path));

    [Theory]
    [InlineData("Foo", false)]
    [InlineData("Foo Bar", true)]
    public void Unlike_Google_a_name_may_hold_a_blank(string agent, bool allowed) => Assert.Equal(allowed, Allowed("User-Agent: *|Disallow: /|User-Agent: Foo Bar|Allow: /x/|Disallow: /", agent, "/x/y"));

    [Theory]
    [InlineData("AI2Bot")]
    [InlineData("Ai2Bot-Dolma")]
    [InlineData("bigsur.ai")]
    [InlineData("Kangaroo Bot")]
    [InlineData("img2dataset")]
    [InlineData("Factset_spyderbot")]
    public void Unlike_Google_a_name_may_hold_digits_dots_and_blanks(string agent)
    {
        Assert.False(Allowed($"User-agent: {agent}|Disallow: /", agent, "/"));
        Assert.True(Allowed($"User-agent: {agent}|Disallow: /", "AI", "/"));
    }

    [Theory]
    [InlineData("MistralAI-User/1.0", "MistralAI-User")]
    [InlineData("iaskspider/2.0", "iaskspider")]
    [InlineData("FOOBOT", "foobot")]
    [InlineData("* foo", "AnyBot")]
    public void A_version_and_case_do_not_matter(string written, string agent) => Assert.False(Allowed($"User-agent: {written}|Disallow: /", agent, "/"));

    [Theory]
    [InlineData("User-agent: FooBot\rDisallow: /\r")]
    [InlineData("User-agent: FooBot\r\nDisallow: /\r\n")]
    [InlineData("\uFEFFUser-agent: FooBot\nDisallow: /")]
    [InlineData("\tUSER-AGENT :\tFooBot # me\n  DISALLOW\t:   /   # all")]
    [InlineData("User-agent: FooBot\n\n\nDisallow: /")]
    [InlineData("User-agent: FooBot\nSitemap: https://x.example/s.xml\nLicense: https://x.example/l.xml\nContent-Signal: search=yes\nDisallow: /")]
    public void Lines_may_be_written_in_many_ways(string robots) => Assert.False(RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots)).IsAllowed("FooBot", "/x"));

    [Theory]
    [InlineData("User-agent: FooBot|Disallow: /*secret", "/a/secret", false)]
    [InlineData("User-agent: FooBot|Disallow: *secret", "/a/secret", false)]
    [InlineData("User-agent: FooBot|Disallow: secret", "/secret", true)]
    public void A_pattern_starts_with_a_slash_or_a_star(string robots, string path, bool allowed) => Assert.Equal(allowed, Allowed(robots, "FooBot", path));

    [Fact]
    public void The_file_itself_is_always_allowed() => Assert.True(Allowed("User-agent: *|Disallow: /", "FooBot", "/robots.txt"));

    [Fact]
    public void Five_hundred_kibibytes_are_read()
    {
        var filler = new string('#', 500 * 1024) + "\n";
        Assert.False(Allowed(filler + "User-agent: FooBot\nDisallow: /", "FooBot", "/"));
        Assert.True(Allowed(filler + filler + "User-agent: FooBot\nDisallow: /", "FooBot", "/"));
    }

    [Fact]
    public void Damaged_files_are_read_in_bounded_time()
    {
        byte[][] corpus =
        [
            [.. "User-agent: FooBot\nDisallow: /*a*b*c*d$\nAllow: /x/\n\nUser-agent: *\r\nDisallow: /%62%zz%"u8],
            [.. "\uFEFFLicense: https://x.example/license.xml\nUser-agent: GPTBot\nUser-agent: ClaudeBot\nDisallow: /\nAllow: /robots.txt\nContent-Signal: search=no, ai-train=no"u8],
            Encoding.UTF8.GetBytes(Groups.Replace('|', '\n')),
        ];
        Fuzz.Run(10_000, corpus, bytes =>
        {
            var robots = RobotsTxt.Parse(bytes);
            robots.IsAllowed("FooBot", "/x/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbcccccccccccccccd/%62?x=%");
            Assert.True(robots.IsAllowed("FooBot", "/robots.txt"));
        });
    }

    [Theory]
    [InlineData("", "User-agent: a\n")]
    [InlineData("", "User-agent: FooBot\nDisallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n")]
    [InlineData("User-agent: {0}\n", "Disallow: /x\n")]
    public void A_hostile_file_takes_bounded_time(string first, string then)
    {
        var half = RobotsTxt.BytesMax / 2;
        var robots = new StringBuilder("User-agent: FooBot\n");
        for (var i = 0; first.Length > 0 && robots.Length < half; i++)
            robots.Append(first.Replace("{0}", $"{i}", StringComparison.Ordinal));
        while (robots.Length < RobotsTxt.BytesMax)
            robots.Append(then);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.True(RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots.ToString())).IsAllowed("FooBot", "/" + new string('a', 2000)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
