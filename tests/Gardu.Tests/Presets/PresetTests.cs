using System.Text;
using Gardu.Commands.Terms;
using Gardu.Configuration;
using Gardu.Gate.Sites;
using Gardu.Presets;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Signals;
using Gardu.Terms;
using Gardu.Terms.Declarations;
using Gardu.Terms.Written;

namespace Gardu.Tests.Presets;

/// <summary>Each preset can be loaded as it is, keeps what its tests say, and keeps open what every preset promises.</summary>
public sealed class PresetTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("gardu-").FullName;

    public static TheoryData<string> Names => [.. Preset.Every.Select(preset => preset.Name)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static Preset Find(string name) => Preset.Every.Single(preset => preset.Name == name);

    GarduConfiguration Load(string yaml)
    {
        var path = Path.Combine(folder, "gardu.yaml");
        File.WriteAllText(path, yaml);
        return ConfigurationFile.Require(path);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_keeps_what_its_tests_say(string name)
    {
        var configuration = Load(Find(name).Yaml);
        var outcomes = TestTerms.Run($"{name}.test.yaml", Find(name).Tests, configuration, configuration.Sites);
        Assert.Empty(outcomes.Where(outcome => !outcome.Passed).Select(outcome => $"{outcome.Test.Line}: {outcome.Test.As} {outcome.Test.Path}: {outcome.Came} by {outcome.Rule}"));
        Assert.True(outcomes.Count >= 20);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_one_site_in_observe_that_an_owner_can_put_a_host_and_an_origin_into(string name)
    {
        var site = Assert.Single(Load(Find(name).Yaml).Sites);
        Assert.Equal(($"{name}.example", "http://127.0.0.1:8080/", Mode.Observe), (site.Name, site.Origin.AbsoluteUri, site.Terms.Written.Mode));
        var own = Assert.Single(Load(Find(name).For("*", new Uri("https://origin.example:8443"))).Sites);
        Assert.Equal(("*", "https://origin.example:8443/", site.Terms.Version), (own.Name, own.Origin.AbsoluteUri, own.Terms.Version));
    }

    /// <summary>Link previews, feed readers, monitors, archives and federation: the catalogue's whole purpose <c>other</c>, the SEO tools that a line names apart.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Whoever_previews_reads_feeds_federates_archives_or_watches_is_let_in(string name)
    {
        var configuration = Load(Find(name).Yaml);
        var named = configuration.Sites[0].Terms.Written.Rules.SelectMany(rule => rule.Lines).Select(line => line.Subject).ToHashSet();
        foreach (var agent in configuration.Catalogue.Agents.Where(agent => agent.Purpose == Purpose.Other && !named.Contains(TermsLine.AgentPrefix + agent.Token)))
            foreach (var path in (string[])["/", "/articles/1", "/feed", "/feed/", "/rss.xml", "/atom.xml", "/index.xml", "/a/feed/", "/inbox", "/users/anna"])
                Assert.True(Passes(configuration.Sites[0], new RequesterName(configuration.Catalogue), agent.Token, path), $"{agent.Token} {path}");
        foreach (var path in (string[])["/feed", "/feed/", "/rss.xml", "/atom.xml", "/index.xml", "/inbox", "/users/anna", "/.well-known/webfinger"])
            Assert.True(Passes(configuration.Sites[0], new RequesterName(configuration.Catalogue), "unknown", path), path);
    }

    /// <summary>What every test says of an agent of the catalogue is read in robots.txt too: no preset says less, or more, than it does.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Its_robots_txt_lets_in_whom_its_tests_let_in(string name)
    {
        var configuration = Load(Find(name).Yaml);
        var source = new DeclarationSource(DeclaredTerms.Of(configuration.Sites[0].Terms.Written.Enforced), configuration.Catalogue.Claimed, "https://a.example");
        foreach (var own in (string[])["", "User-agent: *\nDisallow: /wp-admin/\nAllow: /wp-admin/admin-ajax.php\n"])
        {
            var served = RobotsTxt.Parse(DeclarationFile.Robots.Bytes(source with { OriginRobots = Encoding.UTF8.GetBytes(own) }));
            foreach (var outcome in TestTerms.Run($"{name}.test.yaml", Find(name).Tests, configuration, configuration.Sites).Where(outcome => configuration.Catalogue.Find(outcome.Test.As) is { IsControlToken: false }))
                if (Gardu.Terms.Decisions.Resource.TryRead(outcome.Test.Path, out var resource) && !resource.IsFree)
                    Assert.True(served.IsAllowed(outcome.Test.As, outcome.Test.Path) == (outcome.Came is "allow" || outcome.Came.StartsWith("limit", StringComparison.Ordinal)), $"{outcome.Test.As} {outcome.Test.Path}: {outcome.Came}");
            Assert.True(ContentSignals.Parse(Assert.Single(served.GroupOf("Googlebot")!.ContentSignals).Value).GetValueOrDefault("search"));
        }
    }

    [Fact]
    public void The_open_one_declares_that_every_use_is_allowed()
    {
        var declared = DeclaredTerms.Of(Load(Find("open").Yaml).Sites[0].Terms.Written.Enforced);
        foreach (var pattern in declared.Patterns)
            Assert.DoesNotContain("=n", UsageDeclaration.At(declared, pattern), StringComparison.Ordinal);
        Assert.Equal("search=y, ai-use=y, train-ai=y", UsageDeclaration.At(declared, declared.Patterns.Single(pattern => pattern.Text == "/")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_sentence_is_the_first_line(string name)
    {
        Assert.EndsWith(".", Find(name).Sentence, StringComparison.Ordinal);
        Assert.StartsWith($"# {Find(name).Sentence}\n", Find(name).Yaml, StringComparison.Ordinal);
    }

    static bool Passes(Site site, RequesterName names, string who, string path)
    {
        Assert.True(names.TryRead(who, out var requester, out _));
        Assert.True(Gardu.Terms.Decisions.Resource.TryRead(path, out var resource));
        return Gardu.Terms.Decisions.DecisionFunction.Decide(requester!, resource, site.Terms, default).Status == 0;
    }
}
