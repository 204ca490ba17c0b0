using System.Text.Json;
using Gardu.Agents.Catalogue;
using Gardu.Terms;

namespace Gardu.Agents.Tests.Catalogue;

public sealed class CatalogueFileTests
{
    static readonly JsonElement Schema = JsonDocument.Parse(TestData.Resource("agents.schema.json")).RootElement;

    [Fact]
    public void The_file_obeys_its_schema() =>
        Assert.Empty(new SchemaCheck(Schema).Check(JsonDocument.Parse(TestData.Resource("agents.json")).RootElement).Faults);

    [Theory]
    [InlineData("""{"dated":"2026-11-23","operators":[]}""", "$.operators has too few items")]
    [InlineData("""{"dated":"yesterday","operators":[{"name":"X","agents":[{"token":"A","purpose":"other","checked":"2026-11-23"}]}]}""", "$.dated yesterday is not")]
    [InlineData("""{"dated":"2026-11-23","operators":[{"name":"X","agents":[{"token":"A","purpose":"fun","checked":"2026-11-23"}]}]}""", "$.operators[0].agents[0].purpose fun is none of")]
    [InlineData("""{"dated":"2026-11-23","operators":[{"name":"X","agents":[{"token":"A","purpose":"other"}]}]}""", "$.operators[0].agents[0] lacks checked")]
    [InlineData("""{"dated":"2026-11-23","operators":[{"name":"X","agents":[{"token":"A","purpose":"other","checked":"2026-11-23","robots":1}]}]}""", "has an unknown member robots")]
    [InlineData("""{"dated":"2026-11-23","operators":[{"name":"X","agents":[{"token":"A","purpose":"other","checked":"2026-11-23","feeds":[{}]}]}]}""", "feeds[0] fits no choice")]
    [InlineData("""{"dated":"2026-11-23","operators":[{"name":"X","agents":[{"token":"A ","purpose":"other","checked":"2026-11-23"}]}]}""", ".token A  is not")]
    public void The_schema_finds_a_fault(string file, string fault) =>
        Assert.Contains(fault, Assert.Single(new SchemaCheck(Schema).Check(JsonDocument.Parse(file).RootElement).Faults), StringComparison.Ordinal);

    [Fact]
    public void It_knows_at_least_eighty_agents_of_forty_operators()
    {
        Assert.True(TestData.Catalogue.Agents.Count >= 80);
        Assert.True(TestData.Catalogue.Operators.Count >= 40);
    }

    [Fact]
    public void Tokens_operators_and_patterns_are_unique_without_regard_to_case()
    {
        Assert.Empty(Repeated(TestData.Catalogue.Agents.Select(agent => agent.Token)));
        Assert.Empty(Repeated(TestData.Catalogue.Operators.Select(known => known.Name)));
        Assert.Empty(Repeated(TestData.Catalogue.Agents.SelectMany(agent => agent.Patterns)));
    }

    [Fact]
    public void One_file_name_stands_for_one_list()
    {
        var sources = TestData.Catalogue.Agents.SelectMany(agent => agent.Proofs.Feeds).Distinct();
        Assert.Empty(Repeated(sources.Select(source => source.File)));
    }

    [Fact]
    public void A_list_is_published_by_the_operator_itself()
    {
        var hosts = new ReferralHosts(TestData.Catalogue);
        foreach (var agent in TestData.Catalogue.Agents)
            foreach (var source in agent.Proofs.Feeds.Where(source => source.Url is not null))
                Assert.Equal(agent.Operator, hosts.FindHost(source.Url!.Host));
    }

    [Fact]
    public void No_two_operators_claim_the_same_domain() =>
        Assert.Empty(Repeated(TestData.Catalogue.Operators.SelectMany(known => known.Domains)));

    [Theory]
    [InlineData("GPTBot", "OpenAI", Purpose.AiTrain)]
    [InlineData("OAI-SearchBot", "OpenAI", Purpose.Search)]
    [InlineData("ChatGPT-User", "OpenAI", Purpose.AiInput)]
    [InlineData("ClaudeBot", "Anthropic", Purpose.AiTrain)]
    [InlineData("Googlebot", "Google", Purpose.Search)]
    [InlineData("Google-Agent", "Google", Purpose.AiInput)]
    [InlineData("bingbot", "Microsoft", Purpose.Search)]
    [InlineData("Applebot", "Apple", Purpose.Search)]
    [InlineData("PerplexityBot", "Perplexity", Purpose.Search)]
    [InlineData("Amazonbot", "Amazon", Purpose.AiTrain)]
    [InlineData("CCBot", "Common Crawl", Purpose.AiTrain)]
    [InlineData("meta-externalagent", "Meta", Purpose.AiTrain)]
    [InlineData("Bytespider", "ByteDance", Purpose.AiTrain)]
    [InlineData("AhrefsBot", "Ahrefs", Purpose.Other)]
    [InlineData("Slackbot", "Slack", Purpose.Other)]
    [InlineData("Mastodon", "Mastodon", Purpose.Other)]
    public void An_agent_has_its_operator_and_purpose(string token, string owner, Purpose purpose)
    {
        var agent = TestData.Catalogue.Find(token.ToUpperInvariant());
        Assert.Equal((token, owner, purpose), (agent?.Token, agent?.Operator.Name, agent?.Purpose));
    }

    [Theory]
    [InlineData("GPTBot", "gptbot.json")]
    [InlineData("OAI-SearchBot", "searchbot.json")]
    [InlineData("ClaudeBot", "bots.json")]
    [InlineData("Amazonbot", "amazonbot.json")]
    [InlineData("Amzn-SearchBot", "amzn-searchbot.json")]
    [InlineData("Amzn-User", "amzn-user.json")]
    [InlineData("meta-externalagent", "as32934.json")]
    [InlineData("Googlebot", "common-crawlers.json,googlebot.json")]
    public void Its_lists_have_the_files_that_the_catalogue_says(string token, string files) =>
        Assert.Equal(files, string.Join(',', TestData.Catalogue.Find(token)!.Proofs.Feeds.Select(source => source.File)));

    [Fact]
    public void Only_the_two_control_tokens_never_fetch() =>
        Assert.Equal(["Google-Extended", "Applebot-Extended"], TestData.Catalogue.Agents.Where(agent => agent.IsControlToken).Select(agent => agent.Token));

    static IEnumerable<string> Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Skip(1).Any()).Select(group => group.Key);
}
