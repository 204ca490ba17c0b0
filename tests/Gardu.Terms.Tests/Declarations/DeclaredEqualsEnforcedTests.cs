using System.Text;
using CsCheck;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Protocols.Signals;
using Gardu.Protocols.Tdm;
using Gardu.Terms.Compiled;
using Gardu.Terms.Declarations;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Tests.Declarations;

/// <summary>
/// For any terms, agent and path, what a reader of each vocabulary concludes is what the gate does, or stricter where patterns
/// with wildcards cross; never milder.
/// </summary>
public sealed class DeclaredEqualsEnforcedTests
{
    const string Site = "https://news.example";

    static readonly Gen<string> Plain = Gen.OneOf("a", "b", "ab", "/a", "/b/").Array[0, 4].Select(parts => ("/" + string.Concat(parts)).Replace("//", "/", StringComparison.Ordinal));
    static readonly Gen<string> Wild = Gen.OneOf("a", "b", "/", "*", "$").Array[0, 5].Select(parts => ("/" + string.Concat(parts)).Replace("//", "/", StringComparison.Ordinal));
    /// <summary>With capitals, and with a star at the start.</summary>
    static readonly Gen<string> Odd = Gen.Select(Gen.OneOf("/", "*", "*/"), Gen.OneOf("a", "b", "A", "/", "*", "$").Array[0, 4], (start, parts) => (start + string.Concat(parts)).Replace("//", "/", StringComparison.Ordinal));
    static readonly Gen<string> Subject = Gen.OneOf("search", "ai-index", "ai-input", "ai-train", "other", "ai-all", "all", "agent:GPTBot", "operator:OpenAI");
    static readonly Gen<string> Value = Gen.OneOf("allow", "refuse", "0.01 USD", "0.02 USD", "0.2 USD per kB", "limit 3/min");

    static readonly AgentIdentity[] Agents =
    [
        TestTerms.Agent("GPTBot", "OpenAI", Purpose.AiTrain), TestTerms.Agent("OAI-SearchBot", "OpenAI", Purpose.Search), TestTerms.Agent("Googlebot", "Google", Purpose.Search),
        TestTerms.Agent("ClaudeBot", "Anthropic", Purpose.AiTrain), TestTerms.Agent("ChatGPT-User", "OpenAI", Purpose.AiInput), TestTerms.Agent("Feedly", "Feedly", Purpose.Other),
        TestTerms.Agent("DuckAssistBot", "DuckDuckGo", Purpose.AiIndex),
    ];

    static readonly AgentIdentity Unknown = AgentIdentity.UnknownMachine("AcmeBot");

    static Gen<SiteTerms> Terms(Gen<string> path) => Gen.Select(path, Gen.Select(Subject, Value).Array[1, 3]).Array[0, 6].Select(Gen.OneOf("", "refuse", "limit 3/min"), (rules, unknown) =>
        new SiteTerms(
            Mode.Enforce,
            [.. rules.Select(rule => new TermsRule(Pattern(rule.Item1), null, [.. rule.Item2.DistinctBy(line => line.Item1).Select(line => new TermsLine(line.Item1, ReadValue(line.Item2)))]))],
            unknown.Length == 0 ? null : ReadValue(unknown)));

    [Fact]
    public void Robots_txt_says_what_the_gate_does() => Check(Plain, isExact: true, Robots);

    [Fact]
    public void Robots_txt_is_never_milder_where_wildcards_cross() => Check(Wild, isExact: false, Robots);

    [Fact]
    public void Before_the_origins_file_it_lets_in_where_both_do() => CheckMerged(Plain, isExact: true);

    [Fact]
    public void Before_the_origins_file_it_is_never_milder_where_wildcards_cross() => CheckMerged(Wild, isExact: false);

    [Fact]
    public void Content_usage_says_what_the_gate_does() => Check(Plain, isExact: true, Usage);

    [Fact]
    public void Content_usage_is_never_milder_where_wildcards_cross() => Check(Wild, isExact: false, Usage);

    [Fact]
    public void Rsl_says_what_the_gate_does() => Check(Plain, isExact: true, Rsl);

    [Fact]
    public void Rsl_is_never_milder_where_wildcards_cross() => Check(Wild, isExact: false, Rsl);

    [Fact]
    public void Tdm_reservations_say_what_the_gate_does() => Check(Plain, isExact: true, Tdm);

    [Fact]
    public void Tdm_reservations_are_never_milder_where_wildcards_cross() => Check(Wild, isExact: false, Tdm);

    [Fact]
    public void Ai_txt_says_what_the_gate_does_to_trainers() => Check(Plain, isExact: true, Ai);

    [Fact]
    public void Ai_txt_is_never_milder_where_wildcards_cross() => Check(Wild, isExact: false, Ai);

    [Fact]
    public void Headers_say_what_the_gate_does_even_where_wildcards_cross() => Check(Wild, isExact: true, Headers);

    [Fact]
    public void A_signal_is_never_milder_on_any_path_that_may_be_fetched() => Check(Wild, isExact: false, Signal);

    [Fact]
    public void Before_the_origins_file_no_use_is_milder_than_either_says() => CheckMergedUses(Wild);

    [Fact]
    public void Nothing_is_milder_for_patterns_with_capitals_or_a_star_at_the_start()
    {
        foreach (var check in new Action<SiteTerms, CompiledTerms, Resource, bool>[] { Robots, Usage, Rsl, Tdm, Ai, Signal })
            Check(Odd, isExact: false, check);
    }

    [Fact]
    public void What_the_origins_file_begins_with_joins_no_group_and_what_nobody_knows_is_repeated()
    {
        var terms = TestTerms.Read("mode: enforce\nterms: [{path: /, ai-train: refuse}]");
        const string Own = "License: https://own.example/rsl.xml\nUser-agent: *\nCrawl-delay: 10\nDisallow: /x/\n";
        var served = RobotsTxt.Parse(Encoding.UTF8.GetBytes(Rendered(terms, Own) + Own));
        Assert.Contains(Site + "/license.xml", served.LicensesOf("AnyBot"));
        Assert.All(new[] { "GPTBot", "AnyBot" }, agent => Assert.Contains("Crawl-delay: 10", served.GroupOf(agent)!.Others));
        var unknown = RobotsDeclaration.Render(new DeclarationSource(DeclaredTerms.Of(terms), Agents, Site) { OriginRobots = null });
        Assert.False(RobotsTxt.Parse(Encoding.UTF8.GetBytes(unknown)).IsAllowed("Googlebot", "/a"));
    }

    [Fact]
    public void What_is_only_observed_is_not_declared()
    {
        var terms = TestTerms.Read("mode: observe\nterms: [{path: /, ai-train: refuse}, {path: /a/, search: refuse, mode: warn}]\nunknown-machines: refuse");
        var declared = DeclaredTerms.Of(terms);
        Assert.Equal(["/a/"], declared.Patterns.Select(pattern => pattern.Text));
        Assert.Null(declared.UnknownMachines);
        Assert.True(DeclaredTerms.Of(TestTerms.Read("mode: observe\nterms: [{path: /, ai-train: refuse}]")).IsEmpty);
        Assert.DoesNotContain(DeclarationFile.All, file => file.IsSaid(DeclaredTerms.Of(TestTerms.Read("mode: observe"))));
    }

    static void Check(Gen<string> patterns, bool isExact, Action<SiteTerms, CompiledTerms, Resource, bool> check) =>
        Gen.Select(Terms(patterns), Plain).Sample((terms, path) =>
        {
            var resource = TestTerms.Path(path);
            if (!resource.IsFree)
                check(terms, CompiledTerms.Compile(terms), resource, isExact);
        }, iter: 4_000);

    /// <summary>The origin names known agents, unknown ones, everybody, or nobody.</summary>
    static void CheckMerged(Gen<string> patterns, bool isExact)
    {
        var group = Gen.Select(Gen.OneOf("*", "GPTBot", "gptbot", "Googlebot", "AcmeBot", "Feedly"), Gen.Select(Gen.Bool, patterns).Array[0, 4],
            (token, rules) => $"User-agent: {token}\n{string.Concat(rules.Select(rule => $"{(rule.Item1 ? "Allow" : "Disallow")}: {rule.Item2}\n"))}\n");
        Gen.Select(Terms(patterns), group.Array[0, 3].Select(groups => string.Concat(groups)), Plain).Sample((terms, file, path) =>
        {
            var resource = TestTerms.Path(path);
            if (resource.IsFree)
                return;
            var origin = RobotsTxt.Parse(Encoding.UTF8.GetBytes(file));
            var rendered = Rendered(terms, file);
            var served = RobotsTxt.Parse(Encoding.UTF8.GetBytes(rendered + file));
            var compiled = CompiledTerms.Compile(terms);
            foreach (var who in Agents.Append(Unknown).Append(AgentIdentity.UnknownMachine("OtherBot")))
            {
                var both = DeclaredTerms.Passes(Enforced(who, resource, compiled)) && origin.IsAllowed(who.Agent, path);
                Assert.True(isExact ? served.IsAllowed(who.Agent, path) == both : both || !served.IsAllowed(who.Agent, path), $"{who.Agent} on {path}, both let in: {both}\n{rendered}---\n{file}");
            }
        }, iter: 4_000);
    }

    /// <summary>The origin states uses and licences of its own.</summary>
    static void CheckMergedUses(Gen<string> patterns)
    {
        var usage = Gen.Select(Gen.OneOf("", "/ ", "/a ", "/a/b ", "/b/ "), Gen.OneOf("train-ai=y", "train-ai=n", "search=n, ai-use=y", "other=y"), (path, said) => $"Content-Usage: {path}{said}\n");
        var signal = Gen.OneOf("Content-Signal: search=no, ai-train=yes\n", "Content-Signal: ai-train=no,use=reference\n", "License: https://origin.example/rsl.xml\n", "");
        var group = Gen.Select(Gen.OneOf("*", "GPTBot", "AcmeBot"), usage.Array[0, 3], signal, (token, usages, said) => $"User-agent: {token}\nAllow: /\n{string.Concat(usages)}{said}\n");
        Gen.Select(Terms(patterns), group.Array[0, 3].Select(groups => string.Concat(groups)), Plain).Sample((terms, file, path) =>
        {
            var resource = TestTerms.Path(path);
            if (resource.IsFree)
                return;
            var origin = RobotsTxt.Parse(Encoding.UTF8.GetBytes(file));
            var rendered = Rendered(terms, file);
            var served = RobotsTxt.Parse(Encoding.UTF8.GetBytes(rendered + file));
            var compiled = CompiledTerms.Compile(terms);
            foreach (var who in Agents.Append(Unknown).Append(AgentIdentity.UnknownMachine("OtherBot")).Where(who => served.IsAllowed(who.Agent, path)))
            {
                var (theirs, both) = (origin.UsagesOf(who.Agent, path), served.UsagesOf(who.Agent, path));
                foreach (var label in Labels.All.Where(label => label.ContentUsage is not null && both.GetValueOrDefault(label.ContentUsage)))
                {
                    Assert.True(DeclaredTerms.Passes(Enforced(DeclaredTerms.AnyOf(label.Purpose), resource, compiled)), $"{who.Agent} {label.ContentUsage} on {path}\n{rendered}---\n{file}");
                    Assert.True(theirs.GetValueOrDefault(label.ContentUsage!, true), $"{who.Agent} {label.ContentUsage} on {path}, the origin says no\n{rendered}---\n{file}");
                }
                var licenses = served.GroupOf(who.Agent)?.Licenses ?? [];
                Assert.True(licenses.Count == 0 || !DeclarationFile.Rsl.IsSaid(DeclaredTerms.Of(terms)) || licenses.Contains(Site + "/license.xml"), $"{who.Agent} is not told of the licence\n{rendered}---\n{file}");
            }
        }, iter: 4_000);
    }

    static void Signal(SiteTerms terms, CompiledTerms compiled, Resource resource, bool isExact)
    {
        var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes(Rendered(terms)));
        foreach (var who in Agents.Append(Unknown).Where(who => robots.IsAllowed(who.Agent, resource.Sent)))
        {
            var signals = ContentSignals.Parse(robots.GroupOf(who.Agent) is { ContentSignals: [var signal] } ? signal.Value : "");
            foreach (var label in Labels.All.Where(label => label.ContentSignal is not null && signals.GetValueOrDefault(label.ContentSignal)))
                Compare(true, DeclaredTerms.Passes(Enforced(DeclaredTerms.AnyOf(label.Purpose), resource, compiled)), isExact);
        }
    }

    static void Ai(SiteTerms terms, CompiledTerms compiled, Resource resource, bool isExact)
    {
        var declared = DeclaredTerms.Of(terms);
        var file = RobotsTxt.Parse(Encoding.UTF8.GetBytes(AiDeclaration.Render(declared, Site + "/licensing/")));
        Compare(file.IsAllowed("Spawning-AI", resource.Sent), DeclaredTerms.Passes(Enforced(DeclaredTerms.AnyOf(Purpose.AiTrain), resource, compiled)), isExact);
    }

    static void Headers(SiteTerms terms, CompiledTerms compiled, Resource resource, bool isExact)
    {
        var headers = HeaderDeclaration.Of(DeclaredTerms.Of(terms)).For(resource);
        var usage = UsagePreferences.Parse(headers.ContentUsage);
        TermsValue? Of(Purpose purpose) => Enforced(DeclaredTerms.AnyOf(purpose), resource, compiled);
        foreach (var label in Labels.All.Where(label => label.ContentUsage is not null))
            Assert.Equal<bool?>(Of(label.Purpose) is { } value ? DeclaredTerms.Passes(value) : null, usage.TryGetValue(label.ContentUsage!, out var allowed) ? allowed : null);
        TermsValue?[] mining = [Of(Purpose.AiIndex), Of(Purpose.AiInput), Of(Purpose.AiTrain)];
        Assert.Equal<bool?>(Array.TrueForAll(mining, value => value is null) ? null : !Array.TrueForAll(mining, DeclaredTerms.Passes), headers.IsReserved);
        Compare(!headers.IsNoAi, DeclaredTerms.Passes(Of(Purpose.AiTrain)), isExact);
    }

    static void Robots(SiteTerms terms, CompiledTerms compiled, Resource resource, bool isExact)
    {
        var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes(Rendered(terms)));
        foreach (var who in Agents.Append(Unknown))
            Compare(robots.IsAllowed(who.Agent, resource.Sent), DeclaredTerms.Passes(Enforced(who, resource, compiled)), isExact);
    }

    static void Usage(SiteTerms terms, CompiledTerms compiled, Resource resource, bool isExact)
    {
        var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes(Rendered(terms)));
        foreach (var reader in Agents.Append(Unknown).Where(who => robots.IsAllowed(who.Agent, resource.Sent)))
        {
            var said = robots.UsagesOf(reader.Agent, resource.Sent);
            foreach (var label in Labels.All.Where(label => label.ContentUsage is not null))
            {
                var enforced = Enforced(DeclaredTerms.AnyOf(label.Purpose), resource, compiled);
                if (said.TryGetValue(label.ContentUsage!, out var allowed))
                    Compare(allowed, DeclaredTerms.Passes(enforced), isExact);
                else
                    Assert.True(enforced is null || (!isExact && DeclaredTerms.Passes(enforced)), $"nothing is said of {label.ContentUsage}, which gets {enforced}");
            }
        }
    }

    static void Rsl(SiteTerms terms, CompiledTerms compiled, Resource resource, bool isExact)
    {
        var declared = DeclaredTerms.Of(terms);
        RslDocument? document = null;
        if (declared.Patterns.Any(pattern => Labels.All.Any(label => declared.At(pattern, DeclaredTerms.AnyOf(label.Purpose)) is not null)))
            Assert.True(RslReader.TryParse(Encoding.UTF8.GetBytes(RslDeclaration.Render(declared, "https://news.example/licensing/")), out document, out var error), error);
        foreach (var label in Labels.All.Where(label => label.Rsl is not null && document is not null))
        {
            var answer = RslEvaluation.Ask(document, Site, resource.Sent, new RslQuestion(label.Rsl!));
            var enforced = Enforced(DeclaredTerms.AnyOf(label.Purpose), resource, compiled);
            if (!answer.IsLicensed)
                Assert.True(!isExact || enforced is null || enforced.Verdict == Verdict.Refuse, "a use that passes is not licensed");
            foreach (var license in answer.Licenses)
                Compare(license.Payment, enforced, isExact);
        }
    }

    /// <summary>Of several sets of terms a buyer takes the best, so none of them may be milder than what is enforced.</summary>
    static void Compare(RslPayment? payment, TermsValue? enforced, bool isExact)
    {
        if (payment is null)
            Assert.True(DeclaredTerms.Passes(enforced), "a use that does not pass is free");
        else if (isExact)
            Assert.Equal(enforced!.Price!.Unit == PriceUnit.Request ? enforced.Price.Amount.Decimal : null, payment.Amount);
        else
            Assert.True(enforced?.Verdict != Verdict.Refuse, "a use that is refused is sold");
    }

    static void Tdm(SiteTerms terms, CompiledTerms compiled, Resource resource, bool isExact)
    {
        Assert.True(TdmReservations.TryParse(Encoding.UTF8.GetBytes(TdmDeclaration.Render(DeclaredTerms.Of(terms), "https://news.example/licensing/")), out var file));
        TermsValue?[] enforced = [.. new[] { Purpose.AiIndex, Purpose.AiInput, Purpose.AiTrain }.Select(purpose => Enforced(DeclaredTerms.AnyOf(purpose), resource, compiled))];
        if (file!.Find(resource.Sent) is { } entry)
            Compare(!entry.IsReserved, Array.TrueForAll(enforced, DeclaredTerms.Passes), isExact);
        else
            Assert.All(enforced, value => Assert.True(value is null || (!isExact && DeclaredTerms.Passes(value))));
    }

    static void Compare(bool saidToPass, bool passes, bool isExact) => Assert.True(isExact ? saidToPass == passes : passes || !saidToPass, $"said to pass: {saidToPass}, passes: {passes}");

    static string Rendered(SiteTerms terms, string origin = "") =>
        RobotsDeclaration.Render(new DeclarationSource(DeclaredTerms.Of(terms), Agents, Site) { OriginRobots = Encoding.UTF8.GetBytes(origin) });

    static TermsValue? Enforced(AgentIdentity who, Resource resource, CompiledTerms compiled) => DecisionFunction.ClauseFor(who, resource, compiled)?.Value;

    static PathPattern Pattern(string text) => PathPattern.TryParse(text, out var pattern) ? pattern! : throw new InvalidOperationException(text);

    static TermsValue ReadValue(string text) => TermsValue.TryParse(text, out var value, out _) ? value! : throw new InvalidOperationException(text);
}
