using Gardu.Terms.Declarations;
using Gardu.Terms.Written;
using Gardu.Terms.Yaml;

namespace Gardu.Terms.Tests.Declarations;

public sealed class DeclarationLossTests
{
    static IReadOnlyList<string> LossesOf(string terms)
    {
        var file = YamlFile.Parse("terms", $"mode: enforce\n{terms}");
        var written = SiteTermsReader.Read(file.Root, null, new KnownNames(["CCBot"], ["OpenAI"]));
        Assert.Empty(file.Problems);
        return [.. DeclarationLoss.Of(DeclaredTerms.Of(written)).Select(loss => $"{loss.Path} {loss.Subject}: {string.Join(", ", loss.Vocabularies)}: {loss.Instead[..loss.Instead.IndexOf(';', StringComparison.Ordinal)]}")];
    }

    [Fact]
    public void What_every_vocabulary_can_say_is_no_loss() =>
        Assert.Empty(LossesOf("terms: [{path: /, ai-train: refuse, ai-input: refuse}]"));

    [Theory]
    [InlineData("terms: [{path: /, ai-train: 0.01 USD}]", "/ ai-train: robots.txt, Content-Usage, TDMRep: no prices")]
    [InlineData("terms: [{path: /, ai-train: 0.01 USD per record}]", "/ ai-train: RSL: prices per request alone")]
    [InlineData("terms: [{path: /, ai-train: limit 3/min}]", "/ ai-train: robots.txt, Content-Usage, RSL, TDMRep: no limits")]
    [InlineData("terms: [{path: /, ai-index: refuse}]", "/ ai-index: Content-Usage: no word for ai-index")]
    [InlineData("terms: [{path: /, search: allow}]", "/ search: TDMRep: no word for search")]
    [InlineData("terms: [{path: /, ai-train: refuse, ai-input: allow}]", "/ ai-input: TDMRep: one reservation for all mining")]
    [InlineData("terms: [{path: /, ai-train: refuse, agents: {CCBot: allow}}]", "/ agent:CCBot: Content-Usage, RSL, TDMRep: they speak of purposes, not of agents")]
    [InlineData("terms: [{path: /, agents: {\"operator:OpenAI\": 1 USD}}]", "/ operator:OpenAI: robots.txt: no prices")]
    [InlineData("unknown-machines: limit 3/min", "* unknown-machines: robots.txt: no limits")]
    public void A_loss_is_named(string terms, string loss) => Assert.Contains(loss, LossesOf(terms));

    [Fact]
    public void A_rule_that_is_not_declared_loses_nothing() =>
        Assert.Empty(LossesOf("terms: [{path: /, mode: observe, ai-train: 0.01 USD}]"));
}
