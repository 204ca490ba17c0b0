using Gardu.Terms.Compiled;

namespace Gardu.Terms.Tests.Declarations;

public sealed class CanonicalTermsTests
{
    [Theory]
    [InlineData("terms: []")]
    [InlineData("mode: enforce\nterms: [{path: /, all: allow}]\nunknown-machines: limit 30/min")]
    [InlineData("mode: warn\nterms: [{path: '*.pdf$', ai-train: '0.01 USD per record, limit 3/h', mode: observe}, {path: '/a\"b\\c: #', agents: {GPTBot: refuse, 'operator:OpenAI': 0.008 USD}, search: allow}]")]
    public void Terms_in_canonical_form_are_the_same_terms(string yaml)
    {
        var canonical = TestTerms.Read(yaml).ToString();
        var again = TestTerms.Read(canonical);
        Assert.Equal(canonical, again.ToString());
        Assert.Equal(TestTerms.Read(yaml).Rules.Select(rule => (rule.Path.Text, rule.Mode, Lines: string.Join(';', rule.Lines))), again.Rules.Select(rule => (rule.Path.Text, rule.Mode, Lines: string.Join(';', rule.Lines))));
        Assert.Equal(CompiledTerms.Compile(TestTerms.Read(yaml)).Version, CompiledTerms.Compile(again).Version);
    }
}
