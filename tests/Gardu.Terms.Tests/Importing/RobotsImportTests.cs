using System.Text;
using CsCheck;
using Gardu.Protocols.Robots;
using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Importing;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Tests.Importing;

public sealed class RobotsImportTests
{
    static readonly AgentIdentity[] Agents =
    [
        TestTerms.Agent("GPTBot", "OpenAI", Purpose.AiTrain), TestTerms.Agent("OAI-SearchBot", "OpenAI", Purpose.Search), TestTerms.Agent("Googlebot", "Google", Purpose.Search),
        TestTerms.Agent("ClaudeBot", "Anthropic", Purpose.AiTrain), TestTerms.Agent("ChatGPT-User", "OpenAI", Purpose.AiInput), TestTerms.Agent("Feedly", "Feedly", Purpose.Other),
        TestTerms.Agent("Kangaroo Bot", "Kangaroo", Purpose.AiTrain), TestTerms.Agent("TavilyBot", "Tavily", Purpose.AiIndex),
    ];

    static readonly Gen<string> Plain = Gen.OneOf("a", "b", "ab", "/a", "/b/").Array[0, 4].Select(parts => ("/" + string.Concat(parts)).Replace("//", "/", StringComparison.Ordinal));
    static readonly Gen<string> Wild = Gen.OneOf("a", "b", "/", "*", "$").Array[0, 5].Select(parts => ("/" + string.Concat(parts)).Replace("//", "/", StringComparison.Ordinal));
    static readonly Gen<string> Token = Gen.OneOf("*", "*", "GPTBot", "googlebot", "ClaudeBot", "Feedly", "Kangaroo Bot", "TavilyBot", "ChatGPT-User", "OAI-SearchBot");

    static Gen<string> File(Gen<string> path) => Gen.Select(Token.Array[1, 3], Gen.Select(Gen.Bool, path).Array[0, 4], (tokens, rules) =>
        $"{string.Concat(tokens.Select(token => $"User-agent: {token}\n"))}{string.Concat(rules.Select(rule => $"{(rule.Item1 ? "Allow" : "Disallow")}: {rule.Item2}\n"))}\n").Array[0, 5].Select(groups => string.Concat(groups));

    static ImportedTerms Read(string robots) => RobotsImport.Read(Encoding.UTF8.GetBytes(robots), Agents, out _)!; // few paths

    static string Rules(ImportedTerms terms) => string.Join(" | ", terms.Rules.Select(rule => $"{rule.Path}: {string.Join(", ", rule.Lines.Select(line => $"{line.Subject}={line.Value}"))}"));

    [Fact]
    public void Every_agent_gets_what_its_group_says() => Check(Plain, isExact: true);

    [Fact]
    public void Where_wildcards_cross_the_stricter_is_taken_and_told() => Check(Wild, isExact: false);

    static void Check(Gen<string> paths, bool isExact) =>
        Gen.Select(File(paths), Plain).Sample((file, path) =>
        {
            var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes(file));
            var imported = Read(file);
            var compiled = CompiledTerms.Compile(new SiteTerms(Mode.Enforce, imported.Rules, null));
            var resource = TestTerms.Path(path);
            foreach (var agent in Agents.Append(AgentIdentity.UnknownMachine("AcmeBot")))
            {
                var allowed = robots.IsAllowed(agent.Agent, path);
                var passes = DecisionFunction.ClauseFor(agent, resource, compiled)?.Value.Verdict != Verdict.Refuse;
                Assert.True(allowed == passes || (!isExact && imported.Notes.Any(note => note.Contains("meet", StringComparison.Ordinal) || note.Contains("longer than it is", StringComparison.Ordinal))), $"{agent.Agent} {path}: allowed {allowed}, passes {passes}\n{file}\n{Rules(imported)}");
            }
        }, iter: 10_000, print: sample => sample.Item1 + sample.Item2);

    [Fact]
    public void A_use_that_is_said_no_to_is_refused_and_told() =>
        Gen.Select(File(Plain), Gen.OneOf("search", "ai-input", "ai-train"), Gen.Bool, Plain).Sample((file, key, answer, path) =>
        {
            file += $"User-agent: *\nUser-agent: GPTBot\nUser-agent: Googlebot\nContent-Signal: {key}={(answer ? "yes" : "no")}\n";
            var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes(file));
            var compiled = CompiledTerms.Compile(new SiteTerms(Mode.Enforce, Read(file).Rules, null));
            foreach (var agent in Agents)
            {
                var refused = agent.Purpose!.Value.Name() == key && robots.SignalsOf(agent.Agent, path).TryGetValue(key, out var said) && !said;
                var passes = DecisionFunction.ClauseFor(agent, TestTerms.Path(path), compiled)?.Value.Verdict != Verdict.Refuse;
                Assert.True(passes == (!refused && robots.IsAllowed(agent.Agent, path)), $"{agent.Agent} {path}\n{file}");
            }
        }, iter: 4_000);

    [Theory]
    [InlineData("User-agent: *\nDisallow: /", "/: all=refuse")]
    [InlineData("User-agent: GPTBot\nUser-agent: ClaudeBot\nUser-agent: Kangaroo Bot\nDisallow: /", "/: ai-train=refuse")]
    [InlineData("User-agent: GPTBot\nDisallow: /", "/: agent:GPTBot=refuse")]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nUser-agent: OAI-SearchBot\nDisallow:", "/: search=allow, all=refuse")]
    [InlineData("User-agent: *\nDisallow: /x/\n\nUser-agent: Googlebot\nDisallow: /y/", "/x/: all=refuse, agent:Googlebot=allow | /y/: agent:Googlebot=refuse")]
    [InlineData("User-agent: *\nContent-signal: search=yes,ai-train=no\nAllow: /", "/: ai-train=refuse, all=allow")]
    [InlineData("User-agent: *\nContent-Usage: /a/ train-ai=n, ai-use=n\nDisallow: /b", "/b: all=refuse | /a/: ai-input=refuse, ai-train=refuse")]
    [InlineData("", "")]
    public void The_fewest_lines_are_written(string robots, string rules) => Assert.Equal(rules, Rules(Read(robots)));

    [Fact]
    public void Nothing_is_dropped_in_silence()
    {
        var notes = Read("License: https://a.example/l.xml\nDisallow: /early\nUser-agent: *\nUser-agent: FooBot\nCrawl-delay: 5\nDisallow: no-slash\nDisallow: /robots.txt\nSitemap: https://a.example/s.xml\nContent-Signal: ai-train=no, use=reference\nContent-Usage: bots=n").Notes;
        Assert.Equal(
            [
                "Line 2, Disallow: /early: not taken over.",
                "Line 5, Crawl-delay: 5: not taken over; a limit such as \"limit 30/min\" says something like it.",
                "Line 6, Disallow: no-slash: not taken over.",
                "License https://a.example/l.xml: the gate serves a license.xml of these terms; import that file too, to take over what it says.",
                "Sitemap https://a.example/s.xml: stays in your own robots.txt, which the gate serves behind its part.",
            ],
            notes.Take(5));
        foreach (var said in new[] { "FooBot is no agent", "use=reference: no terms say that", "ai-train=no became a refusal", "Content-Usage bots=n: not taken over", "/robots.txt: paths that machines need" })
            Assert.Contains(notes, note => note.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Too_many_paths_are_told()
    {
        var robots = "User-agent: *\n" + string.Concat(Enumerable.Range(0, RobotsImport.PathsMax + 1).Select(number => $"Disallow: /{number}x\n"));
        Assert.Null(RobotsImport.Read(Encoding.UTF8.GetBytes(robots), Agents, out var error));
        Assert.Equal("it has more than 1000 different paths", error);
    }
}
