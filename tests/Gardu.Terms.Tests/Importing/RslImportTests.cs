using System.Text;
using CsCheck;
using Gardu.Protocols.Rsl;
using Gardu.Terms.Declarations;
using Gardu.Terms.Importing;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Tests.Importing;

public sealed class RslImportTests
{
    static ImportedTerms Read(string contents)
    {
        Assert.True(RslReader.TryParse(Encoding.UTF8.GetBytes($"<rsl xmlns=\"{RslDocument.Namespace}\">{contents}</rsl>"), out var document, out var error), error);
        return RslImport.Read(document!);
    }

    static string Rules(ImportedTerms terms) => string.Join(" | ", terms.Rules.Select(rule => $"{rule.Path}: {string.Join(", ", rule.Lines.Select(line => $"{line.Subject}={line.Value}"))}"));

    [Theory]
    [InlineData("<permits type='usage'>all</permits>", "/: all=allow")]
    [InlineData("<prohibits type='usage'>ai-all</prohibits>", "/: ai-all=refuse")]
    [InlineData("<permits type='usage'>search</permits>", "/: search=allow, ai-all=refuse")]
    [InlineData("<permits type='usage'>ai-all</permits><prohibits type='usage'>ai-train</prohibits>", "/: search=refuse, ai-index=allow, ai-input=allow, ai-train=refuse")]
    [InlineData("<permits type='usage'>ai-train,search</permits><payment type='inference'><amount currency='USD'>0.015</amount></payment>", "/: search=0.015 USD, ai-index=refuse, ai-input=refuse, ai-train=0.015 USD")]
    [InlineData("<payment type='crawl'><amount currency='USD'>0.02</amount></payment>", "/: search=0.02 USD, ai-all=0.02 USD")]
    [InlineData("<permits type='usage'>ai-all</permits><payment><custom>https://a.example/x</custom></payment>", "/: search=refuse, ai-all=refuse")]
    [InlineData("<permits type='usage'>ai-all</permits><payment type='subscription'><amount currency='USD'>100</amount></payment>", "/: search=refuse, ai-all=refuse")]
    [InlineData("<permits type='usage'>ai-all</permits><payment type='crawl'><amount currency='USD'>0.0000001</amount></payment>", "/: search=refuse, ai-all=refuse")]
    [InlineData("<permits type='usage'>ai-all</permits><payment type='free'/>", "/: search=refuse, ai-all=allow")]
    [InlineData("<permits type='usage'>ai-all</permits><payment type='attribution'/>", "/: search=refuse, ai-all=allow")]
    [InlineData("<permits type='usage'>all</permits><permits type='user'>education</permits>", "/: search=refuse, ai-all=refuse")]
    [InlineData("", "")]
    public void Each_use_gets_a_line(string license, string rules) => Assert.Equal(rules, Rules(Read($"<content url='/'><license>{license}</license></content>")));

    [Fact]
    public void Of_alternatives_the_cheapest_is_the_price() =>
        Assert.Equal("/: search=refuse, ai-index=refuse, ai-input=refuse, ai-train=0.01 USD", Rules(Read("""
            <content url='/'><license><permits type='usage'>ai-train</permits><payment type='crawl'><amount currency='USD'>0.02</amount></payment></license>
            <license><permits type='usage'>ai-train</permits><payment type='crawl'><amount currency='USD'>0.01</amount></payment></license></content>
            """)));

    [Fact]
    public void What_has_no_place_is_told()
    {
        var notes = Read("""
            <content url='https://a.example/' server='https://a.example/olp' lastmod='2026-11-01T00:00:00Z' encrypted='true'>
              <license><permits type='usage'>search</permits><prohibits type='geo'>US</prohibits>
                <payment type='crawl'><amount currency='USD'>1</amount><accepts type='application/x402+json'>{}</accepts></payment>
                <reporting type='audit' profile='https://a.example/p'/><legal type='contact'>mailto:x@a.example</legal></license>
              <license><permits type='usage'>search</permits><payment type='crawl'><amount currency='USD'>1</amount><accepts type='application/x402+json'>{}</accepts></payment></license>
              <alternate>/b</alternate><copyright>A</copyright><terms>/t</terms>
            </content>
            <content url='https://b.example/'><license/></content>
            <content url='nonsense'><license/></content>
            """).Notes;
        foreach (var said in new[] { "https://a.example/olp", "encrypted", "/t,", "copyright of A", "alternate", "last change", "report (audit", "contact (mailto:x@a.example)", "users or places are excluded", "application/x402+json", "of another site", "is no path" })
            Assert.Contains(notes, note => note.Contains(said, StringComparison.Ordinal));
    }

    /// <summary>What Gardu declares of prices per request comes back as it was, wherever RSL has words for it.</summary>
    [Fact]
    public void Its_own_documents_come_back()
    {
        var values = Gen.OneOf("allow", "refuse", "0.01 USD", "0.02 USD");
        var subject = Gen.OneOf("search", "ai-index", "ai-input", "ai-train", "ai-all");
        var path = Gen.OneOf("/", "/a", "/a/b", "/c/");
        Gen.Select(path, Gen.Select(subject, values).Array[1, 3]).Array[1, 4].Sample(rules =>
        {
            var terms = TestTerms.Read("mode: enforce\nterms:\n" + string.Concat(rules.DistinctBy(rule => rule.Item1).Select(rule => $"- {{path: {rule.Item1}, {string.Join(", ", rule.Item2.DistinctBy(line => line.Item1).Select(line => $"{line.Item1}: {line.Item2}"))}}}\n")));
            var declared = DeclaredTerms.Of(terms);
            Assert.True(RslReader.TryParse(Encoding.UTF8.GetBytes(RslDeclaration.Render(declared, "https://news.example/licensing/")), out var document, out _));
            var again = DeclaredTerms.Of(new SiteTerms(Mode.Enforce, RslImport.Read(document!).Rules, null));
            foreach (var pattern in declared.Patterns)
                foreach (var label in Labels.All)
                {
                    var (before, after) = (declared.At(pattern, DeclaredTerms.AnyOf(label.Purpose)), again.At(pattern, DeclaredTerms.AnyOf(label.Purpose)));
                    Assert.True(before == after || (before is null && after == TermsValue.Refuse), $"{pattern} {label.Purpose}: {before} became {after}"); // a closed list says no where terms were silent
                }
        }, iter: 2_000);
    }
}
