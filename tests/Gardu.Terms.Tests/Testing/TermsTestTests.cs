using CsCheck;
using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Testing;
using Gardu.Terms.Yaml;

namespace Gardu.Terms.Tests.Testing;

public sealed class TermsTestTests
{
    const string Terms = "mode: observe\nterms: [{path: /, ai-train: refuse, all: limit 3/min}, {path: /a/, ai-train: '0.01 USD per kB, limit 9/h', mode: warn}]\nunknown-machines: limit 30/min";

    static bool Requester(string text, out AgentIdentity? identity, out string? error)
    {
        identity = text == "GPTBot" ? TestTerms.Agent("GPTBot", "OpenAI", Purpose.AiTrain) : text == "person" ? AgentIdentity.Person : AgentIdentity.UnknownMachine(text);
        error = text == "nobody" ? "there is nobody" : null;
        return error is null;
    }

    static bool Site(string text, out string? host, out string? error)
    {
        host = text;
        error = text == "a.example" ? null : "no such site";
        return error is null;
    }

    static (IReadOnlyList<TermsTest> Tests, string Problems) Read(string yaml, bool needsSite = false)
    {
        var file = YamlFile.Parse("t.yaml", yaml);
        var tests = TermsTestReader.Read(file, Requester, Site, needsSite);
        return (tests, string.Join('\n', file.Problems));
    }

    static TermsTestOutcome Run(string test)
    {
        var (tests, problems) = Read($"tests:\n  - {{{test}}}\n");
        Assert.Empty(problems);
        return TermsTestOutcome.Of(Assert.Single(tests), CompiledTerms.Compile(TestTerms.Read(Terms).Enforced));
    }

    [Theory]
    [InlineData("as: GPTBot, path: /, expect: refuse", true)]
    [InlineData("as: GPTBot, path: /, expect: allow", false)]
    [InlineData("as: GPTBot, path: /, expect: refuse, rule: / ai-train", true)]
    [InlineData("as: GPTBot, path: /, expect: refuse, rule: / all", false)]
    [InlineData("as: GPTBot, path: /a/b, expect: charge", true)]
    [InlineData("as: GPTBot, path: /a/b, expect: limit", false)]
    [InlineData("as: GPTBot, path: /a/b, expect: '0.010 USD per kB,  limit 9/h'", true)]
    [InlineData("as: GPTBot, path: /a/b, expect: 0.01 USD per kB", false)]
    [InlineData("as: curl, path: /a/b, expect: limit", true)]
    [InlineData("as: curl, path: /a/b, expect: limit 3/min, rule: / all", true)]
    [InlineData("as: curl, path: /a/b, expect: allow", false)]
    [InlineData("as: person, path: /, expect: allow", true)]
    [InlineData("as: person, path: /, expect: allow, rule: / all", false)]
    [InlineData("as: GPTBot, path: /robots.txt, expect: allow", true)]
    [InlineData("as: GPTBot, path: '/x#y', expect: refuse, rule: malformed-request", true)]
    public void A_test_passes_where_the_terms_say_what_it_expects_in_any_mode(string test, bool passes) => Assert.Equal(passes, Run(test).Passed);

    [Fact]
    public void What_came_is_told_with_its_rule_and_reason()
    {
        var outcome = Run("as: GPTBot, path: /a/b, expect: allow");
        Assert.Equal(("0.01 USD per kB, limit 9/h", "/a/ ai-train", ReasonCodes.PaymentRequired), (outcome.Came, outcome.Rule, outcome.Reason));
        Assert.Equal(("allow", null, ReasonCodes.Person), (Run("as: person, path: /, expect: refuse").Came, Run("as: person, path: /, expect: refuse").Rule, Run("as: person, path: /, expect: refuse").Reason));
    }

    [Fact]
    public void Each_path_is_a_test_with_its_own_line()
    {
        var (tests, problems) = Read("tests:\n  - as: GPTBot\n    path:\n      - /a\n      - /b\n    expect: refuse\n  - {as: curl, path: [/c, /d], expect: allow}\n");
        Assert.Empty(problems);
        Assert.Equal([(4, "GPTBot", "/a"), (5, "GPTBot", "/b"), (7, "curl", "/c"), (7, "curl", "/d")], tests.Select(test => (test.Line, test.As, test.Path)));
    }

    [Theory]
    [InlineData("test: []", "t.yaml:1:1: unknown key \"test\"; did you mean \"tests\"?")]
    [InlineData("tests: []", "at least one test is needed")]
    [InlineData("tests:\n  - as: GPTBot\n    path: /\n", "t.yaml:2:5: \"expect\" is missing here")]
    [InlineData("tests:\n  - {as: nobody, path: /, expect: allow}", "t.yaml:2:10: there is nobody")]
    [InlineData("tests:\n  - {as: curl, path: articles, expect: allow}", "t.yaml:2:22: \"articles\" is not a path")]
    [InlineData("tests:\n  - {as: curl, path: /a*, expect: allow}", "\"/a*\" is a pattern")]
    [InlineData("tests:\n  - {as: curl, path: /, expect: alow}", "did you mean \"allow\"?")]
    [InlineData("tests:\n  - {as: curl, path: /, expect: 0.002}", "\"0.002\" is not allow, limit, charge, refuse or a value")]
    [InlineData("tests:\n  - {as: curl, paht: /, expect: allow}", "unknown key \"paht\"; did you mean \"path\"?")]
    [InlineData("tests:\n  - {as: curl, path: /, site: b.example, expect: allow}", "no such site")]
    public void A_mistake_is_said_with_its_place_and_a_remedy(string yaml, string said) => Assert.Contains(said, Read(yaml).Problems, StringComparison.Ordinal);

    [Fact]
    public void A_site_is_needed_only_where_there_are_several()
    {
        Assert.Contains("\"site\" is missing", Read("tests: [{as: curl, path: /, expect: allow}]", needsSite: true).Problems, StringComparison.Ordinal);
        Assert.Equal("a.example", Assert.Single(Read("tests: [{as: curl, path: /, site: a.example, expect: allow}]", needsSite: true).Tests).Site);
    }

    [Fact]
    public void No_text_makes_reading_throw() =>
        Gen.OneOf("tests", "as", "path", "expect", "rule", "site", ": ", "\n", "- ", "  ", "{", "}", "[", "]", "/", "*", "\"", "'", "allow", "GPTBot")
            .Array[0, 30].Sample(parts => Read(string.Concat(parts)).Problems is not null, iter: 20_000);
}
