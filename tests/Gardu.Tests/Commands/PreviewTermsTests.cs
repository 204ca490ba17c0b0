using System.CommandLine;
using System.Text.Json;
using Gardu.Commands;

namespace Gardu.Tests.Commands;

public sealed class PreviewTermsTests : CommandTest
{
    const string Sites = """
        sites:
          - host: news.example
            origin: http://127.0.0.1:8080
            mode: warn
            terms:
              - {path: /, search: allow, ai-input: "0.002 USD, limit 600/min", ai-train: refuse}
              - {path: /new/, ai-train: 0.02 USD, mode: observe}
              - {path: /members/, all: refuse, mode: enforce}
            unknown-machines: limit 30/min
        """;

    int Run(params string[] args)
    {
        var config = Path.Combine(Folder, "gardu.yaml");
        File.WriteAllText(config, Sites);
        return TermsCommand.Create().Parse(["preview", "--config", config, .. args]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });
    }

    string Said(string line) => Output.ToString().Split('\n').Single(candidate => candidate.StartsWith($"  {line} ", StringComparison.Ordinal))[(line.Length + 3)..].Trim();

    [Fact]
    public void It_tells_what_is_read_and_what_is_got_and_why()
    {
        Assert.Equal(ExitCode.Done, Run("--as", "ChatGPT-User", "/articles/1"));
        Assert.StartsWith("ChatGPT-User of OpenAI, ai-input, at news.example\n", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Disallow: /\n", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal("ai-input: licensed for 0.002 USD a request", Said("RSL"));
        Assert.Equal("reserved, terms at https://news.example/licensing/", Said("TDM reservation"));
        Assert.Equal("charge (0.002 USD, limit 600/min)", Said("decision"));
        Assert.Equal("402 in enforce", Said("status"));
        Assert.Equal("warn: it gets the origin's answer, with Gardu-Decision: would=charge; reason=payment-required", Said("mode"));
        Assert.Equal("/ ai-input", Said("rule"));
        Assert.StartsWith("payment-required: ", Said("reason"), StringComparison.Ordinal);
        Assert.Equal("0.002 USD", Said("price"));
    }

    [Theory]
    [InlineData("GPTBot", "/new/1", "observe: it gets the origin's answer, and the record says what would have been")]
    [InlineData("GPTBot", "/members/1", "enforce: it gets 403")]
    [InlineData("Googlebot-Image", "/new/1", "warn: it passes")]
    [InlineData("curl/8.5.0", "/members/1", "enforce: it gets 403")]
    public void The_mode_of_the_rule_says_what_happens(string who, string path, string said)
    {
        Assert.Equal(ExitCode.Done, Run("--as", who, path));
        Assert.Contains($"  mode             {said}\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_liar_is_shown_where_it_gets_something_else()
    {
        Assert.Equal(ExitCode.Done, Run("--as", "Googlebot", "/", "--json"));
        var gets = JsonDocument.Parse(Output.ToString()).RootElement.GetProperty("gets");
        Assert.Equal(["claimed / search", "spoofed unknown-machines"], gets.EnumerateArray().Select(entry => $"{entry.GetProperty("proof")} {entry.GetProperty("rule")}"));
        Output.GetStringBuilder().Clear();
        Run("--as", "GPTBot", "/", "--json");
        Assert.Equal(1, JsonDocument.Parse(Output.ToString()).RootElement.GetProperty("gets").GetArrayLength());
    }

    [Fact]
    public void A_person_reads_nothing_and_passes_everywhere()
    {
        Assert.Equal(ExitCode.Done, Run("--as", "person", "/members/1", "--json"));
        var json = JsonDocument.Parse(Output.ToString()).RootElement;
        Assert.False(json.TryGetProperty("reads", out _));
        Assert.Equal("allow", json.GetProperty("gets")[0].GetProperty("decision").GetString());
        Assert.False(json.GetProperty("gets")[0].TryGetProperty("status", out _));
    }

    [Fact]
    public void The_origins_own_robots_txt_is_read_behind_the_declared_part()
    {
        var robots = Path.Combine(Folder, "robots.txt");
        File.WriteAllText(robots, "User-agent: *\nDisallow: /drafts/\nContent-Signal: search=yes\n");
        Assert.Equal(ExitCode.Done, Run("--as", "Googlebot", "/", "--json", "--robots", robots));
        var read = JsonDocument.Parse(Output.ToString()).RootElement.GetProperty("reads").GetProperty("robots").EnumerateArray().Select(record => record.GetString());
        Assert.Empty(new[] { "Disallow: /drafts/", "Disallow: /members/" }.Except(read));
        Assert.Contains(read, record => record!.StartsWith("Content-Signal: search=yes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no agent \"GTPBot\" is known; did you mean \"GPTBot\"?", "--as", "GTPBot")]
    [InlineData("\"articles\" is not a path", "--as", "GPTBot", "articles")]
    public void A_mistake_is_told(string said, params string[] args)
    {
        Assert.Equal(ExitCode.Usage, Run(args));
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
    }
}
