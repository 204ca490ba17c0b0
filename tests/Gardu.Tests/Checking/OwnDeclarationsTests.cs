using CsCheck;
using Gardu.Agents.Catalogue;
using Gardu.Checking;
using Gardu.Fetching;
using Gardu.Protocols.Robots;
using Gardu.Terms.Checking;
using Gardu.Terms.Decisions;
using Gardu.Terms.Declarations;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Tests.Checking;

/// <summary>Whatever the terms are, what Gardu declares of them does not contradict itself.</summary>
public sealed class OwnDeclarationsTests
{
    static readonly Gen<string> Plain = Gen.OneOf("a", "b", "ab", "/a", "/b/").Array[0, 3].Select(parts => ("/" + string.Concat(parts)).Replace("//", "/", StringComparison.Ordinal));
    static readonly Gen<string> Subject = Gen.OneOf("search", "ai-index", "ai-input", "ai-train", "other", "ai-all", "all", "agent:GPTBot", "operator:OpenAI");
    static readonly Gen<string> Value = Gen.OneOf("allow", "refuse", "0.01 USD", "0.2 USD per kB", "limit 3/min");

    static readonly Gen<SiteTerms> Terms = Gen.Select(Plain, Gen.Select(Subject, Value).Array[1, 3]).Array[0, 5].Select(Gen.OneOf("", "refuse", "limit 3/min"), (rules, unknown) => new SiteTerms(
        Mode.Enforce,
        [.. rules.Select(rule => new TermsRule(Pattern(rule.Item1), null, [.. rule.Item2.DistinctBy(line => line.Item1).Select(line => new TermsLine(line.Item1, ReadValue(line.Item2)))]))],
        unknown.Length == 0 ? null : ReadValue(unknown)));

    [Fact]
    public void They_come_out_clean() =>
        Gen.Select(Terms, Plain).Sample((terms, path) =>
        {
            var declared = DeclaredTerms.Of(terms);
            var source = new Rendered(declared, new Uri("https://news.example" + path));
            var found = new SiteCheck(source, AgentCatalogue.BuiltIn.Claimed, CancellationToken.None).RunAsync().GetAwaiter().GetResult();
            var said = string.Join('\n', Contradiction.Of(found.Declarations).Select(contradiction => contradiction.ToString()).Concat(found.Problems.Select(problem => problem.ToString())));
            Assert.True(said.Length == 0, $"{path}\n{said}\n{string.Join("\n---\n", source.Files.Select(file => file.Value))}");
        }, iter: 1_500, print: sample => string.Join('\n', sample.Item1.Rules.Select(rule => $"{rule.Path}: {string.Join(", ", rule.Lines)}")));

    /// <summary>A site as the gate serves it.</summary>
    sealed class Rendered(DeclaredTerms declared, Uri address) : ISiteSource
    {
        public Dictionary<string, string> Files { get; } = DeclarationFile.All.Where(file => file.IsSaid(declared)).ToDictionary(
            file => file.Path, file => file.Render(new DeclarationSource(declared, AgentCatalogue.BuiltIn.Claimed, "https://news.example")));

        public Uri Address => address;

        public Task<Fetched?> GetAsync(Uri asked, int bytesMax, CancellationToken stop)
        {
            if (asked != address)
                return Task.FromResult(Files.TryGetValue(asked.AbsolutePath, out var text) ? new Fetched(asked, 200, [], System.Text.Encoding.UTF8.GetBytes(text)) : null);
            Assert.True(Resource.TryRead(asked.AbsolutePath, out var resource));
            var said = HeaderDeclaration.Of(declared).For(resource);
            var headers = new List<KeyValuePair<string, string>> { new("Content-Type", "text/html"), new("Content-Usage", said.ContentUsage) };
            if (said.IsReserved is { } isReserved)
                headers.AddRange([new("tdm-reservation", isReserved ? "1" : "0"), new("tdm-policy", "https://news.example/licensing/")]);
            if (said.IsNoAi)
                headers.Add(new("X-Robots-Tag", "noai"));
            return Task.FromResult<Fetched?>(new Fetched(asked, 200, headers, []));
        }
    }

    static PathPattern Pattern(string text) => PathPattern.TryParse(text, out var pattern) ? pattern! : throw new InvalidOperationException(text);

    static TermsValue ReadValue(string text) => TermsValue.TryParse(text, out var value, out _) ? value! : throw new InvalidOperationException(text);
}
