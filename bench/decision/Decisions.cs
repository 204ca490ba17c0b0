using BenchmarkDotNet.Attributes;
using Gardu.Agents.Addresses;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Agents.Identification;
using Gardu.Protocols.Robots;
using Gardu.Terms.Compiled;
using Gardu.Terms.Declarations;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace DecisionBench;

/// <summary>What a machine request costs before it is answered: 10,000 rules, 50,000 address ranges, made from a seed.</summary>
[InProcess, MemoryDiagnoser, WarmupCount(3), IterationCount(10), IterationTime(200)]
public class Decisions
{
    const int Rules = 10_000, Ranges = 50_000, Requests = 1024;

    static readonly DateTimeOffset Now = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
    static readonly string[] UserAgents =
    [
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    ];

    readonly string[] targets = new string[Requests];
    readonly Address[] addresses = new Address[Requests];
    Resource[] resources = [];
    CompiledTerms terms = null!; // made by Prepare
    HeaderDeclaration headers = null!;
    Identifier identifier = null!;
    AgentIdentity agent = null!;
    int next;

    [GlobalSetup]
    public void Prepare()
    {
        var random = new Random(1);
        var catalogue = AgentCatalogue.BuiltIn;
        var feeds = new[] { "gptbot.json", "googlebot.json", "bingbot.json", "perplexitybot.json", "ccbot.json" }
            .Select(file => new AddressFeed(file, Now, [.. Enumerable.Range(0, Ranges / 5).Select(_ => RandomRange(random))], 0)).ToArray();
        identifier = new Identifier(catalogue, feeds, []);
        agent = identifier.Identify(identifier.Claim(UserAgents[0]), Address.FromIPv4(0xC0000201), Now);
        var written = new SiteTerms(Mode.Enforce, [.. Enumerable.Range(0, Rules).Select(i => RandomRule(random, i))], null);
        terms = CompiledTerms.Compile(written);
        headers = HeaderDeclaration.Of(DeclaredTerms.Of(written));
        for (var i = 0; i < Requests; i++)
        {
            targets[i] = $"/section{random.Next(100)}/topic{random.Next(200)}/article-{random.Next(100_000)}.html?page={random.Next(9)}";
            addresses[i] = Address.FromIPv4((uint)random.NextInt64(1L << 32));
        }
        resources = [.. targets.Select(target => Resource.TryRead(target, out var resource) ? resource : throw new InvalidOperationException(target))];
    }

    [Benchmark(Description = "decide (10,000 rules)")]
    public Decision Decide() => DecisionFunction.Decide(agent, resources[next++ % Requests], terms, default);

    [Benchmark(Description = "read a path's readings")]
    public bool ReadPath() => Resource.TryRead(targets[next++ % Requests], out _);

    [Benchmark(Description = "identify: claim and address (50,000 ranges)")]
    public AgentIdentity Identify() => identifier.Identify(identifier.Claim(UserAgents[next % 3]), addresses[next++ % Requests], Now);

    [Benchmark(Description = "the headers that declare (10,000 rules)")]
    public DeclaredHeaders Headers() => headers.For(resources[next++ % Requests]);

    [Benchmark(Description = "identify, read, decide")]
    public Decision All()
    {
        var identity = identifier.Identify(identifier.Claim(UserAgents[next % 2]), addresses[next % Requests], Now);
        _ = Resource.TryRead(targets[next++ % Requests], out var resource);
        return DecisionFunction.Decide(identity, resource, terms, default);
    }

    static AddressRange RandomRange(Random random)
    {
        var text = random.Next(4) == 0
            ? $"2001:{random.Next(65536):x}:{random.Next(65536):x}::/{random.Next(32, 65)}"
            : $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.0/{random.Next(16, 29)}";
        return AddressRange.TryParse(text, out var range) ? range : throw new InvalidOperationException(text);
    }

    static TermsRule RandomRule(Random random, int number)
    {
        var path = (number % 10) switch
        {
            0 => $"/section{random.Next(100)}/*/article-{number}",
            1 => $"/section{random.Next(100)}/",
            _ => $"/section{random.Next(100)}/topic{random.Next(200)}/{(number % 3 == 0 ? $"article-{random.Next(1000)}" : "")}",
        };
        var subject = (number % 4) switch { 0 => "ai-train", 1 => "operator:OpenAI", 2 => "agent:CCBot", _ => "ai-all" };
        return PathPattern.TryParse(path, out var pattern)
            ? new TermsRule(pattern!, null, [new TermsLine(subject, number % 2 == 0 ? TermsValue.Refuse : TermsValue.Allow)])
            : throw new InvalidOperationException(path);
    }
}
