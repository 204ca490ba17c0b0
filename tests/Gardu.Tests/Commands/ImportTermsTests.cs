using System.CommandLine;
using System.Text;
using Gardu.Agents.Catalogue;
using Gardu.Commands;
using Gardu.Configuration;
using Gardu.Protocols.Robots;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;
using Gardu.Testing;

namespace Gardu.Tests.Commands;

public sealed class ImportTermsTests : CommandTest
{
    /// <summary>In the shape of the block that Cloudflare puts before a site's own file.</summary>
    const string Managed = """
        # BEGIN managed content
        User-agent: *
        Content-signal: search=yes,ai-train=no,use=reference
        Allow: /

        User-agent: Amazonbot
        Disallow: /

        User-agent: Applebot-Extended
        Disallow: /

        User-agent: Bytespider
        User-agent: CCBot
        User-agent: ClaudeBot
        User-agent: Google-Extended
        User-agent: GPTBot
        User-agent: meta-externalagent
        Disallow: /
        # END managed content

        User-agent: *
        Disallow: /private/
        """;

    const string Licence = """
        <rsl xmlns="https://rslstandard.org/rsl"><content url="/archive/*"><license><permits type="usage">ai-train</permits><payment type="crawl"><amount currency="USD">0.01</amount></payment></license></content></rsl>
        """;

    int Import(params string[] args) =>
        TermsCommand.Create().Parse(["import", .. args]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });

    string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    GarduConfiguration Load() => ConfigurationFile.Require(Write("gardu.yaml", Output.ToString()));

    static Verdict VerdictOf(GarduConfiguration configuration, string token, string path)
    {
        Assert.True(Resource.TryRead(path, out var resource));
        var agent = configuration.Catalogue.Find(token)!; // tests name known ones
        return DecisionFunction.ClauseFor(agent.Unproven, resource, configuration.Sites[0].Terms)?.Value.Verdict ?? Verdict.Allow;
    }

    [Fact]
    public void A_managed_robots_txt_becomes_terms()
    {
        Assert.Equal(ExitCode.Done, Import(Write("robots.txt", Managed)));
        Assert.StartsWith("# Made by gardu terms import from robots.txt. In observe nothing changes", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("      - path: \"/\"\n        ai-train: refuse\n        all: allow\n", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("use=reference: no terms say that", Output.ToString(), StringComparison.Ordinal);
        var configuration = Load();
        Assert.Equal(
            [Verdict.Refuse, Verdict.Refuse, Verdict.Refuse, Verdict.Allow, Verdict.Refuse],
            new[] { ("GPTBot", "/"), ("GPTBot", "/private/x"), ("Diffbot", "/"), ("Googlebot", "/"), ("Googlebot", "/private/x") }.Select(asked => VerdictOf(configuration, asked.Item1, asked.Item2)));
    }

    [Fact]
    public void Every_catalogued_agent_gets_what_robots_txt_said()
    {
        const string File = "User-agent: *\nDisallow: /private/\nAllow: /private/open\n\nUser-agent: Kangaroo Bot\nUser-agent: AI2Bot\nDisallow: /\n\nUser-agent: Googlebot\nDisallow: /search\n\nUser-agent: bingbot\nDisallow:\n";
        Assert.Equal(ExitCode.Done, Import(Write("robots.txt", File)));
        var (configuration, robots) = (Load(), RobotsTxt.Parse(Encoding.UTF8.GetBytes(File)));
        foreach (var agent in AgentCatalogue.BuiltIn.Agents)
            foreach (var path in new[] { "/", "/private/", "/private/open", "/search?q=x", "/other" })
                Assert.True(robots.IsAllowed(agent.Token, path) == (VerdictOf(configuration, agent.Token, path) == Verdict.Allow), $"{agent.Token} {path}");
    }

    [Fact]
    public void A_price_counts_before_the_refusal_that_robots_txt_has_for_it()
    {
        Assert.Equal(ExitCode.Done, Import(Write("robots.txt", "User-agent: *\nDisallow: /archive/"), Write("license.xml", Licence), "--host", "paper.example", "--origin", "http://127.0.0.1:9000"));
        Assert.Contains("  - host: paper.example\n    origin: http://127.0.0.1:9000\n", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(Verdict.Charge, VerdictOf(Load(), "GPTBot", "/archive/1"));
        Assert.Equal(Verdict.Refuse, VerdictOf(Load(), "Feedly", "/archive/1"));
    }

    [Theory]
    [InlineData("<rsl xmlns='https://rslstandard.org/rsl'><content/></rsl>", "is no RSL document: line 1, position 43: a content has no url")]
    [InlineData("<html>", "is no RSL document: ")]
    public void What_cannot_be_read_is_told(string file, string said)
    {
        Assert.Equal(ExitCode.Usage, Import(Write("x", file)));
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Output.ToString());
    }

    [Theory]
    [InlineData("--host", "a b: c")]
    [InlineData("--origin", "ftp://x")]
    public void Options_that_would_not_load_are_told(string option, string value)
    {
        Assert.Equal(ExitCode.Usage, Import(Write("robots.txt", ""), option, value));
        Assert.StartsWith("gardu terms import: ", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        Assert.Equal(ExitCode.Usage, Import(Path.Combine(Folder, "missing")));
        Assert.Contains("there is no such file", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_comes_in_what_comes_out_loads() => Fuzz.Run(300, [Encoding.UTF8.GetBytes(Managed), Encoding.UTF8.GetBytes(Licence), "User-agent: GPTBot\nDisallow: /'\"#: {*}$\nAllow: /\u001b\u202e\n\n"u8.ToArray()], bytes =>
    {
        var path = Path.Combine(Folder, "fuzzed");
        File.WriteAllBytes(path, bytes);
        Output.GetStringBuilder().Clear();
        if (Import(path) != ExitCode.Done)
            return;
        Load();
        Assert.DoesNotContain("\u001b", Output.ToString(), StringComparison.Ordinal);
    });
}
