using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Written;
using Gardu.Terms.Yaml;

namespace Gardu.Terms.Tests;

static class TestTerms
{
    public static KnownNames Names { get; } = new(["GPTBot", "ClaudeBot", "CCBot"], ["OpenAI", "Anthropic", "Common Crawl"]);

    public static SiteTerms Read(string yaml)
    {
        var file = YamlFile.Parse("terms", yaml);
        var terms = SiteTermsReader.Read(file.Root, null, Names);
        Assert.Empty(file.Problems);
        return terms;
    }

    public static CompiledTerms Compile(string yaml) => CompiledTerms.Compile(Read(yaml));

    public static AgentIdentity Agent(string agent, string @operator, Purpose purpose, Proof proof = Proof.Claimed) =>
        new(RequesterKind.Agent, agent, @operator, purpose, proof);

    public static Resource Path(string target)
    {
        Assert.True(Resource.TryRead(target, out var resource), target);
        return resource;
    }

    public static Decision Decide(this CompiledTerms terms, AgentIdentity identity, string target, Standing standing = default) =>
        DecisionFunction.Decide(identity, Path(target), terms, standing);
}
