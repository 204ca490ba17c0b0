using Gardu.Agents.Catalogue;
using Gardu.Terms;

namespace Gardu.Agents.Tests.Catalogue;

public sealed class AgentSourceTests
{
    [Fact]
    public void Whose_word_an_entry_is_can_be_told()
    {
        var changed = AgentCatalogue.BuiltIn.With(
        [
            new OwnerAgent("AcmeBot", "Acme", Purpose.AiTrain), new OwnerAgent("ccbot", Purpose: Purpose.Other, Dns: ["crawl.example.org"]), new OwnerAgent("GPTBot", "OpenAI", Purpose.AiTrain),
        ], out var problems);
        Assert.Empty(problems);
        Assert.Equal(("owner", ""), Source("AcmeBot"));
        Assert.Equal(("overridden", "purpose dns"), Source("CCBot"));
        Assert.Equal(("overridden", ""), Source("GPTBot"));
        Assert.Equal(("catalogue", ""), Source("Googlebot"));

        (string, string) Source(string token)
        {
            var source = AgentSource.Of(changed.Find(token)!);
            return (source.Name, string.Join(' ', source.Overrides));
        }
    }

    [Theory]
    [InlineData("Chrome", "people's browsers")]
    [InlineData("firefox", "people's browsers")]
    [InlineData("iPhone", "people's browsers")]
    [InlineData("Gecko", "people's browsers")]
    [InlineData("Edg", "people's browsers")]
    [InlineData("FB_IAB", "people's browsers")]
    [InlineData("compatible", "GPTBot")]
    [InlineData("agent", null)]
    [InlineData("AcmeBot", null)]
    [InlineData("HeadlessChrome", null)]
    public void Words_that_are_others_are_known_before_they_are_taken(string token, string? whose)
    {
        var changed = AgentCatalogue.BuiltIn.With([new OwnerAgent(token, "Acme", Purpose.Other)], out var problems);
        Assert.Empty(problems);
        Assert.Equal(whose, TakenWords.TakenFrom(AgentCatalogue.BuiltIn, changed));
    }

    [Fact]
    public void The_catalogue_takes_nothing_from_itself() => Assert.Null(TakenWords.TakenFrom(AgentCatalogue.BuiltIn, AgentCatalogue.BuiltIn));
}
