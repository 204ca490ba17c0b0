using System.Text.Json;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.Interop;

/// <summary>
/// Readers that others wrote, npm's <c>robots-parser</c> and <c>structured-headers</c> and Python's <c>urllib.robotparser</c>, on what the gate
/// serves: where they let an agent in, so does the gate, and where the patterns nest they say the same.
/// </summary>
public sealed class OtherReadersTests : IDisposable
{
    /// <summary>Python's reads no wildcards, and takes the first match: it may be stricter, never milder.</summary>
    const string Python = """
        import json, sys
        from urllib.robotparser import RobotFileParser
        asked = json.load(sys.stdin)
        robots = RobotFileParser()
        robots.parse(asked["robots"].splitlines())
        print(json.dumps({agent: {path: robots.can_fetch(agent, path) for path in asked["paths"]} for agent in asked["agents"]}))
        """;

    const string OriginRobots = """
        User-agent: *
        Disallow: /private/
        Allow: /private/open/
        Content-Signal: use=reference

        User-agent: GPTBot
        User-agent: AhrefsBot
        Allow: /members/
        Disallow: /press/

        Sitemap: https://news.example/sitemap.xml

        """;

    static readonly string[] Agents = ["GPTBot", "ClaudeBot", "CCBot", "Googlebot", "bingbot", "ChatGPT-User", "OAI-SearchBot", "PerplexityBot", "AhrefsBot", "AcmeBot", "Feedly", "archive.org_bot"];

    static readonly string[] Paths =
        ["/", "/a", "/archive/1", "/archive/report.pdf", "/archive/report.pdf?page=2", "/archive", "/press/1", "/press/kit/logo.png", "/members/", "/members/1", "/private/1", "/private/open/1", "/search?q=a", "/robots.txt", "/license.xml"];

    readonly Scratch scratch = new();

    static Task<GarduProcess> Up(Scratch scratch, Uri origin) => GarduProcess.Up(scratch, $$"""
        sites:
          - host: "*"
            origin: {{origin.GetLeftPart(UriPartial.Authority)}}
            mode: enforce
            terms:
              - path: /
                search: allow
                ai-input: 0.002 USD
                ai-train: refuse
              - path: /archive/
                ai-train: 0.01 USD
                agents: {CCBot: refuse, "operator:OpenAI": 0.008 USD}
              - path: /archive/*.pdf$
                ai-all: refuse
              - path: /press/
                all: allow
              - path: /members/
                all: refuse
              - path: /search?q=
                other: refuse

        """);

    [Fact]
    public async Task They_let_in_whom_the_gate_lets_in()
    {
        var (python, node) = (Needs.Program("python3"), Needs.Program("node"));
        var readers = Needs.Folder(Path.GetFullPath("../../../../tests/Gardu.Interop/npm/node_modules", AppContext.BaseDirectory));
        await using var origin = await Origin.Start(context => context.Response.WriteAsync(context.Request.Path == "/robots.txt" ? OriginRobots : "hello"));
        await using var gardu = await Up(scratch, origin.Url);
        using var person = Clients.At(gardu.Url, Clients.Browser);
        var robots = await person.GetStringAsync("/robots.txt", TestContext.Current.CancellationToken);
        string[] usages = [.. await Task.WhenAll(Paths[..10].Select(path => UsageOf(person, path)))];
        var asked = JsonSerializer.Serialize(new { robots, url = new Uri(gardu.Url, "/robots.txt").AbsoluteUri, agents = Agents, paths = Paths, usages });
        using var npm = JsonDocument.Parse(await ExternalProcess.Run(node, ["read.mjs"], Path.GetDirectoryName(readers)!, asked));
        using var urllib = JsonDocument.Parse(await ExternalProcess.Run(python, ["-c", Python], scratch.Folder, asked));

        foreach (var agent in Agents)
        {
            using var machine = Clients.At(gardu.Url, $"{agent}/1.0");
            foreach (var path in Paths)
            {
                var passes = await machine.StatusOf(path) == 200 && OriginLetsIn(agent, path);
                Assert.Equal((agent, path, passes), (agent, path, npm.RootElement.GetProperty("allowed").GetProperty(agent).GetProperty(path).GetBoolean()));
                Assert.True(passes || !urllib.RootElement.GetProperty(agent).GetProperty(path).GetBoolean(), $"urllib lets {agent} in on {path}, and the gate does not");
            }
        }
        await HeadersAgree(gardu, npm.RootElement.GetProperty("usages"));
    }

    /// <summary>What the labels say is what an agent of that purpose gets.</summary>
    static async Task HeadersAgree(GarduProcess gardu, JsonElement usages)
    {
        foreach (var (label, agent) in new[] { ("search", "Googlebot"), ("ai-use", "Perplexity-User"), ("train-ai", "ClaudeBot") })
        {
            using var machine = Clients.At(gardu.Url, $"{agent}/1.0");
            for (var i = 0; i < usages.GetArrayLength(); i++)
            {
                var said = usages[i].EnumerateArray().Select(entry => entry.GetString()).Single(entry => entry!.StartsWith(label + "=", StringComparison.Ordinal));
                Assert.Equal((label, Paths[i], said), (label, Paths[i], $"{label}={(await machine.StatusOf(Paths[i]) == 200 ? "y" : "n")}"));
            }
        }
    }

    static async Task<string> UsageOf(HttpClient person, string path)
    {
        using var answer = await person.GetAsync(path, TestContext.Current.CancellationToken);
        return string.Join(", ", answer.Headers.GetValues("Content-Usage"));
    }

    /// <summary>The origin's file above, read by hand.</summary>
    static bool OriginLetsIn(string agent, string path) =>
        path is "/robots.txt" or "/license.xml" || (agent is "GPTBot" or "AhrefsBot"
            ? !path.StartsWith("/press/", StringComparison.Ordinal)
            : !path.StartsWith("/private/", StringComparison.Ordinal) || path.StartsWith("/private/open/", StringComparison.Ordinal));

    public void Dispose() => scratch.Dispose();
}
