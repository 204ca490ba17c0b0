using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Terms;

namespace Gardu.Agents.Tests.Catalogue;

public sealed class OwnerAgentTests
{
    static AgentCatalogue Apply(params OwnerAgent[] owners)
    {
        var catalogue = AgentCatalogue.BuiltIn.With(owners, out var problems);
        Assert.Empty(problems);
        return catalogue;
    }

    static OwnerAgentProblem ProblemOf(params OwnerAgent[] owners)
    {
        _ = AgentCatalogue.BuiltIn.With(owners, out var problems);
        return Assert.Single(problems);
    }

    [Fact]
    public void An_owner_adds_an_agent_of_a_new_operator()
    {
        var catalogue = Apply(new OwnerAgent("AcmeBot", "Acme", Purpose.AiTrain, Feed: "acmebot.json"));
        var agent = catalogue.Find("acmebot");
        Assert.Equal(("Acme", Purpose.AiTrain, "AcmeBot"), (agent?.Operator.Name, agent?.Purpose, agent?.Patterns.Single()));
        Assert.Equal(new AddressFeedSource(null, "acmebot.json"), agent?.Proofs.Feeds.Single());
        Assert.Equal("AcmeBot", new ClaimReader(catalogue).Read("Mozilla/5.0 (compatible; AcmeBot/2.0)").Agent?.Token);
        Assert.Equal(AgentCatalogue.BuiltIn.Agents.Count + 1, catalogue.Agents.Count);
    }

    [Fact]
    public void An_agent_of_a_known_operator_joins_it() =>
        Assert.Same(AgentCatalogue.BuiltIn.Find("GPTBot")!.Operator, Apply(new OwnerAgent("NewBot", "openai", Purpose.Other)).Find("NewBot")!.Operator);

    [Fact]
    public void Two_agents_of_one_new_operator_share_it()
    {
        var catalogue = Apply(new OwnerAgent("OneBot", "Acme", Purpose.Other), new OwnerAgent("TwoBot", "ACME", Purpose.Search));
        Assert.Same(catalogue.Find("OneBot")!.Operator, catalogue.Find("TwoBot")!.Operator);
    }

    [Fact]
    public void What_an_override_leaves_out_stays_as_it_is()
    {
        var known = AgentCatalogue.BuiltIn.Find("Googlebot")!;
        var catalogue = Apply(new OwnerAgent("googlebot", Purpose: Purpose.AiInput));
        var agent = catalogue.Find("Googlebot")!;
        Assert.Equal(("Googlebot", Purpose.AiInput), (agent.Token, agent.Purpose));
        Assert.Same(known.Patterns, agent.Patterns);
        Assert.Equal(known.Proofs, agent.Proofs);
        Assert.Same(known.Operator, agent.Operator);
        Assert.Equal(known.Documentation, agent.Documentation);
        Assert.Equal(AgentCatalogue.BuiltIn.Agents.Select(each => each.Token), catalogue.Agents.Select(each => each.Token));
    }

    [Fact]
    public void Patterns_and_feed_replace_the_known_ones()
    {
        var agent = Apply(new OwnerAgent("CCBot", Patterns: ["^CCBot", "CommonCrawler"], Feed: "mine.json")).Find("CCBot")!;
        Assert.Equal(["^CCBot", "CommonCrawler"], agent.Patterns);
        Assert.Equal([new AddressFeedSource(null, "mine.json")], agent.Proofs.Feeds);
        Assert.Equal(AgentCatalogue.BuiltIn.Find("CCBot")!.Proofs.DnsSuffixes, agent.Proofs.DnsSuffixes);
    }

    [Fact]
    public void A_control_token_stays_one() => Assert.True(Apply(new OwnerAgent("Google-Extended", Purpose: Purpose.AiInput)).Find("Google-Extended")!.IsControlToken);

    [Fact]
    public void A_pattern_can_be_taken_over_when_its_owner_gives_it_up()
    {
        var catalogue = Apply(
            new OwnerAgent("Googlebot", Patterns: ["Googlebot"]),
            new OwnerAgent("OldPhoneBot", "Google", Purpose.Search, ["Googlebot-Mobile"]));
        Assert.Equal("OldPhoneBot", new ClaimReader(catalogue).Read("x (compatible; Googlebot-Mobile/2.1)").Name);
    }

    [Fact]
    public void Nothing_to_apply_gives_the_same_catalogue() => Assert.Same(AgentCatalogue.BuiltIn, Apply());

    [Fact]
    public void A_new_agent_needs_operator_and_purpose()
    {
        Assert.Equal("operator", ProblemOf(new OwnerAgent("AcmeBot", Purpose: Purpose.Other)).Field);
        Assert.Equal("purpose", ProblemOf(new OwnerAgent("AcmeBot", "Acme")).Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" AcmeBot")]
    [InlineData("AcmeBot ")]
    [InlineData("Acme\nBot")]
    [InlineData("Acmé")]
    public void A_token_is_plain_text(string token) => Assert.Equal("token", ProblemOf(new OwnerAgent(token, "Acme", Purpose.Other)).Field);

    [Fact]
    public void A_token_is_given_once() =>
        Assert.Equal(new OwnerAgentProblem(1, "token", "ACMEBOT is given twice"), ProblemOf(new OwnerAgent("AcmeBot", "Acme", Purpose.Other), new OwnerAgent("ACMEBOT", "Acme", Purpose.Other)));

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("^ab")]
    [InlineData("tab\tbed")]
    [InlineData("bot ")]
    public void A_pattern_that_would_stand_everywhere_is_refused(string pattern) =>
        Assert.Equal("patterns", ProblemOf(new OwnerAgent("CCBot", Patterns: [pattern])).Field);

    [Fact]
    public void No_pattern_at_all_is_refused() => Assert.Equal("patterns", ProblemOf(new OwnerAgent("CCBot", Patterns: [])).Field);

    [Fact]
    public void Anothers_pattern_is_refused()
    {
        var catalogue = AgentCatalogue.BuiltIn.With([new OwnerAgent("AcmeBot", "Acme", Purpose.Other, ["acmebot", "GPTBOT"])], out var problems);
        Assert.Equal([new OwnerAgentProblem(0, "patterns", "\"GPTBOT\" stands for GPTBot already")], problems);
        Assert.Null(catalogue.Find("AcmeBot"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../gptbot.json")]
    [InlineData("/etc/passwd")]
    [InlineData(".hidden")]
    [InlineData("a\\b.json")]
    public void A_feed_is_a_file_in_the_folder(string file) => Assert.Equal("feed", ProblemOf(new OwnerAgent("CCBot", Feed: file)).Field);

    [Fact]
    public void One_faulty_agent_leaves_the_others_alone()
    {
        var catalogue = AgentCatalogue.BuiltIn.With([new OwnerAgent("BadBot"), new OwnerAgent("GoodBot", "Acme", Purpose.Other)], out var problems);
        Assert.Equal(0, Assert.Single(problems).Index);
        Assert.NotNull(catalogue.Find("GoodBot"));
    }
}
