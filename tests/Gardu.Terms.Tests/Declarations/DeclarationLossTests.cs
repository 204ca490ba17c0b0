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
        Assert.Empty(LossesOf("terms: [{path: /, ai-train: refuse}]"));

    [Theory]
    [InlineData("terms: [{path: /, ai-train: 0.01 USD}]", "/ ai-train: robots.txt, Content-Signal, Content-Usage, TDMRep, ai.txt, noai: no prices")]
    [InlineData("terms: [{path: /, ai-train: 0.01 USD per record}]", "/ ai-train: RSL: prices per request alone")]
    [InlineData("terms: [{path: /, ai-train: limit 3/min}]", "/ ai-train: robots.txt, Content-Signal, Content-Usage, RSL, TDMRep, ai.txt, noai: no limits")]
    [InlineData("terms: [{path: /, ai-index: refuse}]", "/ ai-index: Content-Signal, Content-Usage, ai.txt, noai: no word for ai-index")]
    [InlineData("terms: [{path: /, search: allow}]", "/ search: TDMRep, ai.txt, noai: no word for search")]
    [InlineData("terms: [{path: /, ai-train: refuse, ai-input: allow}]", "/ ai-input: TDMRep: one reservation for all mining")]
    [InlineData("terms: [{path: /, ai-train: refuse, agents: {CCBot: allow}}]", "/ agent:CCBot: Content-Signal, Content-Usage, RSL, TDMRep, ai.txt, noai: they speak of purposes, not of agents")]
    [InlineData("terms: [{path: /, agents: {\"operator:OpenAI\": 1 USD}}]", "/ operator:OpenAI: robots.txt: no prices")]
    [InlineData("terms: [{path: /, search: allow}, {path: /a/, search: refuse}, {path: /a/b/, search: 0.1 USD, agents: {CCBot: allow}}, {path: /c/, agents: {CCBot: allow}, ai-train: refuse}, {path: /, ai-train: allow}]", "/ ai-train: Content-Signal: one answer for the whole site")]
    [InlineData("unknown-machines: limit 3/min", "* unknown-machines: robots.txt: no limits")]
    public void A_loss_is_named(string terms, string loss) => Assert.Contains(loss, LossesOf(terms));

    [Fact]
    public void A_signal_is_no_loss_where_what_it_leaves_out_cannot_be_fetched() =>
        Assert.DoesNotContain(LossesOf("terms: [{path: /, search: allow}, {path: /members/, all: refuse}]"), loss => loss.Contains("one answer", StringComparison.Ordinal));

    [Fact]
    public void A_rule_that_is_not_declared_loses_nothing() =>
        Assert.Empty(LossesOf("terms: [{path: /, mode: observe, ai-train: 0.01 USD}]"));
}
