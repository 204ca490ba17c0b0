using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Robots;

/// <summary>
/// The cases of Google's own tests, in both readings. Where they differ (a line without a colon, <c>index.html</c> for its
/// folder, tokens cut at the first odd character, encoded letters kept apart), a row says what each answers.
/// </summary>
public sealed class RobotsTxtTests
{
    /// <summary>For rows on which both readings agree.</summary>
    static bool Allowed(string robots, string agent, string path)
    {
        var (standard, google) = Readings(robots, agent, path);
        Assert.Equal(standard, google);
        return standard;
    }

    static (bool Standard, bool Google) Readings(string robots, string agent, string path)
    {
        var bytes = Encoding.UTF8.GetBytes(robots.Replace("|", "\n", StringComparison.Ordinal));
        return (RobotsTxt.Parse(bytes).IsAllowed(agent, path), RobotsTxt.Parse(bytes, RobotsReading.Google).IsAllowed(agent, path));
    }

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

    [Theory]
    [InlineData("user-agent FooBot|disallow /", "FooBot", "/x/y", true, false)]
    [InlineData("user-agent: FooBot|disallow / # all", "FooBot", "/x/y", true, false)]
    [InlineData("user-agent: FooBot|disallow / and more", "FooBot", "/x/y", true, true)]
    [InlineData("user-agent: FooBot|disallow", "FooBot", "/x/y", true, true)]
    [InlineData("user-agent: FooBot|Disallow: /|Allow: /foo/bar/ツ", "FooBot", "/foo/bar/%E3%83%84", true, true)]
    [InlineData("user-agent: FooBot|Disallow: /|Allow: /foo/bar/ツ", "FooBot", "/foo/bar/ツ", true, false)]
    [InlineData("user-agent: FooBot|Disallow: /|Allow: /foo/bar/%e3%83%84", "FooBot", "/foo/bar/%E3%83%84", true, true)]
    [InlineData("user-agent: FooBot|Disallow: /|Allow: /foo/bar/%62%61%7A", "FooBot", "/foo/bar/baz", true, false)]
    [InlineData("user-agent: FooBot|Disallow: /|Allow: /foo/bar/%62%61%7A", "FooBot", "/foo/bar/%62%61%7A", true, true)]
    [InlineData("User-agent: *|Allow: /allowed-slash/index.html|Disallow: /", "FooBot", "/allowed-slash/index.html", true, true)]
    [InlineData("User-agent: *|Allow: /allowed-slash/index.html|Disallow: /", "FooBot", "/allowed-slash/index.htm", false, false)]
    [InlineData("User-agent: *|Allow: /allowed-slash/index.html|Disallow: /", "FooBot", "/allowed-slash/", false, true)]
    [InlineData("User-agent: *|Allow: /allowed-slash/index.html|Disallow: /", "FooBot", "/allowed-slash/x", false, false)]
    [InlineData("User-Agent: *|Disallow: /|User-Agent: Foo Bar|Allow: /x/|Disallow: /", "Foo", "/x/y", false, true)]
    [InlineData("User-Agent: *|Disallow: /|User-Agent: Foo Bar|Allow: /x/|Disallow: /", "Foo Bar", "/x/y", true, false)]
    [InlineData("User-agent: * foo|Disallow: /", "FooBot", "/", false, false)]
    [InlineData("User-agent: *foo|Disallow: /", "FooBot", "/", false, true)] // a star with a letter behind it is nobody to Google; taken for everybody, nobody is let in by a slip
    public void The_readings_differ_where_the_standard_and_Google_do(string robots, string agent, string path, bool standard, bool google) =>
        Assert.Equal((standard, google), Readings(robots, agent, path));

    [Theory]
    [InlineData("user-agent", true)]
    [InlineData("useragent", false)]
    [InlineData("user agent", false)]
    [InlineData("user-agents", false)]
    public void Google_reads_misspelt_names_of_agents(string key, bool isStandard) =>
        Assert.Equal((!isStandard, false), Readings($"{key}: FooBot|disallow: /", "FooBot", "/x"));

    [Theory]
    [InlineData("disallow", true)]
    [InlineData("dissallow", false)]
    [InlineData("dissalow", false)]
    [InlineData("disalow", false)]
    [InlineData("diasllow", false)]
    [InlineData("disallaw", false)]
    [InlineData("disallowed", false)]
    public void Google_reads_misspelt_rules(string key, bool isStandard) =>
        Assert.Equal((!isStandard, false), Readings($"user-agent: FooBot|{key}: /", "FooBot", "/x"));

    [Fact]
    public void Google_reads_a_misspelt_sitemap()
    {
        var bytes = "Site-map: https://x.example/s.xml\nsitemaps: https://x.example/t.xml"u8;
        Assert.Empty(RobotsTxt.Parse(bytes).Sitemaps);
        Assert.Equal(["https://x.example/s.xml", "https://x.example/t.xml"], RobotsTxt.Parse(bytes, RobotsReading.Google).Sitemaps);
    }

    [Theory]
    [InlineData("Foobot", true)]
    [InlineData("Foobot-Bar", true)]
    [InlineData("Foo_Bar", true)]
    [InlineData("", false)]
    [InlineData("ツ", false)]
    [InlineData("Foobot*", false)]
    [InlineData(" Foobot ", false)]
    [InlineData("Foobot/2.1", false)]
    [InlineData("Foobot Bar", false)]
    public void Google_names_agents_with_letters_hyphen_and_underscore_alone(string agent, bool isName) =>
        Assert.Equal(isName, !RobotsTxt.Parse(Encoding.UTF8.GetBytes($"User-agent: {agent}\nDisallow: /"), RobotsReading.Google).IsAllowed(agent, "/"));

    [Theory]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, false, false)]
    [InlineData(new byte[] { 0xEF, 0xBB }, true, false)]
    [InlineData(new byte[] { 0xEF }, true, false)]
    [InlineData(new byte[] { 0xEF, 0x11, 0xBF }, true, true)]
    [InlineData(new byte[] { 0x11, 0xBB, 0xBF }, true, true)]
    public void Google_passes_over_a_part_of_the_mark_at_the_start(byte[] mark, bool standard, bool google)
    {
        byte[] bytes = [.. mark, .. "User-agent: FooBot\nDisallow: /"u8];
        Assert.Equal((standard, google), (RobotsTxt.Parse(bytes).IsAllowed("FooBot", "/x"), RobotsTxt.Parse(bytes, RobotsReading.Google).IsAllowed("FooBot", "/x")));
    }

    [Fact]
    public void Google_cuts_a_line_that_is_longer_than_eight_browsers_take()
    {
        var path = "/x/".PadRight(2083 * 8 - 1 - "disallow: ".Length, 'a');
        var robots = $"user-agent: FooBot|disallow: {path}qux";
        Assert.Equal((true, true), Readings(robots, "FooBot", "/fux"));
        Assert.Equal((true, false), Readings(robots, "FooBot", path + "/fux"));
        Assert.Equal((true, true), Readings(robots, "FooBot", path[..^1]));
    }

    [Theory]
    [InlineData("http://a/b?c=d#f", "/b?c=d")]
    [InlineData("http://www.example.com", "/")]
    [InlineData("http://www.example.com/", "/")]
    [InlineData("http://www.example.com/a", "/a")]
    [InlineData("http://www.example.com/a/b?c=http://d.e/", "/a/b?c=http://d.e/")]
    [InlineData("http://www.example.com#fragment", "/")]
    [InlineData("http://www.example.com/#fragment?x", "/")]
    [InlineData("example.com", "/")]
    [InlineData("example.com?a", "/?a")]
    [InlineData("example.com/a;b#c", "/a;b")]
    [InlineData("//a/b/c", "/b/c")]
    [InlineData("", "/")]
    public void A_url_has_a_path(string url, string path) => Assert.Equal(path, PathText.OfUrl(url));

    [Fact]
    public void What_is_passed_over_is_told_with_its_line()
    {
        var robots = RobotsTxt.Parse("Allow: /a\r\n\r\n# a remark\rUser-agent: FooBot\nDisallow:\nDisallow: b # no slash\nCrawl-delay: 5\nnonsense"u8);
        Assert.Equal(["1 Allow: /a", "6 Disallow: b # no slash", "7 Crawl-delay: 5", "8 nonsense"], robots.PassedOver.Select(line => $"{line.Number} {line.Text}"));
    }

    [Theory]
    [InlineData("AI2Bot")]
    [InlineData("Ai2Bot-Dolma")]
    [InlineData("bigsur.ai")]
    [InlineData("Kangaroo Bot")]
    [InlineData("img2dataset")]
    [InlineData("Factset_spyderbot")]
    public void Unlike_Google_a_name_may_hold_digits_dots_and_blanks(string agent)
    {
        Assert.False(Readings($"User-agent: {agent}|Disallow: /", agent, "/").Standard);
        Assert.True(Readings($"User-agent: {agent}|Disallow: /", "AI", "/").Standard);
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
            foreach (var robots in new[] { RobotsTxt.Parse(bytes), RobotsTxt.Parse(bytes, RobotsReading.Google) })
            {
                robots.IsAllowed("FooBot", "/x/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbcccccccccccccccd/%62?x=%");
                robots.UsagesOf("GPTBot", "/x/%62");
                robots.SignalsOf("GPTBot", "/x/%62");
                Assert.True(robots.IsAllowed("FooBot", "/robots.txt"));
            }
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
        foreach (var reading in new[] { RobotsReading.Standard, RobotsReading.Google })
            Assert.True(RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots.ToString()), reading).IsAllowed("FooBot", "/" + new string('a', 2000)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }
}
