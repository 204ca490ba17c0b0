using CsCheck;
using Gardu.Terms.Written;
using Gardu.Terms.Yaml;

namespace Gardu.Terms.Tests.Yaml;

public sealed class YamlFileTests
{
    static string Problem(string yaml)
    {
        var file = YamlFile.Parse("gardu.yaml", yaml);
        var root = file.Root;
        SiteTermsReader.Read(root, null, TestTerms.Names);
        root.RefuseOthers();
        return string.Join('\n', file.Problems);
    }

    [Theory]
    [InlineData("terms:\n  - path: /\n    ai-trian: refuse\n", "gardu.yaml:3:5: unknown key \"ai-trian\"; did you mean \"ai-train\"?")]
    [InlineData("terms:\n  - path: /\n    ai-train: refused\n", "gardu.yaml:3:15: \"refused\" is not allow, refuse, a price")]
    [InlineData("terms:\n  - path: archive\n    all: refuse\n", "gardu.yaml:2:11: \"archive\" is not a path")]
    [InlineData("terms:\n  - all: refuse\n", "gardu.yaml:2:5: \"path\" is missing here")]
    [InlineData("mode: observe\nterms: [all: refuse]\n", "gardu.yaml:2:9: \"path\" is missing here")]
    [InlineData("mode: enforced\n", "gardu.yaml:1:7: \"enforced\" is not one of observe, warn, enforce; did you mean \"enforce\"?")]
    [InlineData("terms:\n  - path: /\n    agents: {GPTBot: refuse, gptbot: allow}\n", "\"gptbot\" stands here twice")]
    [InlineData("terms:\n  - path: /\n    agents: {CCBto: refuse}\n", "gardu.yaml:3:14: no agent \"CCBto\" is known; did you mean \"CCBot\"?")]
    [InlineData("terms:\n  - path: /\n    agents: {\"operator:Open AI\": refuse}\n", "gardu.yaml:3:14: no operator \"Open AI\" is known; did you mean \"OpenAI\"?")]
    [InlineData("terms:\n  - path: /\n", "gives nobody anything")]
    [InlineData("terms:\n  - path: /\n    ai-train: 1 USD\n    search: 1 EUR\n", "one currency")]
    [InlineData("terms:\n  - path: /a/\n    search: allow\n  - path: /a/*\n    search: refuse\n", "contradict themselves: on /a/ another rule says \"search: allow\", and this one \"search: refuse\"")]
    [InlineData("mode: [observe\n", "gardu.yaml:")]
    [InlineData("- a\n- b\n", "gardu.yaml:1:1: expected keys with values")]
    [InlineData("mode: &a observe\nterms: *a\n", "anchors and aliases are not read")]
    [InlineData("mode: observe\nmode: warn\n", "gardu.yaml:2:1: ")]
    [InlineData("mode: observe\n---\nmode: warn\n", "one document only")]
    [InlineData("a: [[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]\n", "nested more than 16 deep")]
    public void A_mistake_is_said_with_its_place_and_a_remedy(string yaml, string said) =>
        Assert.Contains(said, Problem(yaml), StringComparison.Ordinal);

    [Fact]
    public void A_mistake_carries_no_command_to_the_terminal() => Assert.DoesNotContain('\u001b', Problem("\"\\e[32mmode\": x\n"));

    [Fact]
    public void All_mistakes_are_said_at_once() =>
        Assert.Equal(3, Problem("mode: x\nterms:\n  - path: y\n    all: z\n").Split('\n').Length);

    [Fact]
    public void A_value_from_outside_takes_the_place_of_the_files()
    {
        var file = YamlFile.Parse("gardu.yaml", "mode: observe\nterms:\n  - path: /\n    all: refuse\n");
        file.Override(["MODE"], "enforce", "environment");
        file.Override(["TERMS", "0", "ALL"], "0.01 USD", "environment");
        file.Override(["UNKNOWN_MACHINES"], "refuse", "environment");
        var terms = SiteTermsReader.Read(file.Root, null, TestTerms.Names);
        Assert.Empty(file.Problems);
        Assert.Equal(Mode.Enforce, terms.Mode);
        Assert.Equal("0.01 USD", Assert.Single(terms.Rules[0].Lines).Value.ToString());
        Assert.Equal("refuse", terms.UnknownMachines!.ToString());
    }

    [Theory]
    [InlineData("MODE", "enforced", "variable: \"enforced\" is not one of")]
    [InlineData("MOED", "enforce", "variable: unknown key \"moed\"")]
    [InlineData("TERMS", "[{path: /, all: refuze}]", "variable: \"refuze\"")]
    public void What_is_wrong_from_outside_is_blamed_on_the_outside(string key, string value, string said)
    {
        var file = YamlFile.Parse("gardu.yaml", "mode: observe\n");
        file.Override([key], value, "variable");
        var root = file.Root;
        SiteTermsReader.Read(root, null, TestTerms.Names);
        root.RefuseOthers();
        Assert.StartsWith(said, Assert.Single(file.Problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p;w='/@%3A #x", "p;w='/@%3A #x")]
    [InlineData("a: b", "a: b")]
    [InlineData("\"a # b\"", "a # b")]
    public void A_text_from_outside_is_taken_whole(string value, string text)
    {
        var file = YamlFile.Empty("command line");
        file.Override(["store"], value, "variable");
        Assert.Equal(text, file.Root.Take("store")!.AsText());
    }

    [Fact]
    public void No_text_makes_reading_throw() =>
        Gen.OneOf("mode", "terms", ": ", "\n", "- ", "  ", "{", "}", "[", "]", "path", "/", "\"", "'", "#", "&a", "*a", "|", ">", "---", "!", "\t", "é", "all: refuse")
            .Array[0, 30].Sample(parts => Problem(string.Concat(parts)) is not null, iter: 20_000);
}
