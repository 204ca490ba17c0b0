using System.CommandLine;
using System.Text.Json;
using Gardu.Commands;
using Gardu.Configuration;

namespace Gardu.Tests.Commands;

/// <summary><c>gardu terms test</c> and <c>gardu terms preset</c>.</summary>
public sealed class TryingTermsTests : CommandTest
{
    const string Site = "{host: news.example, origin: \"http://127.0.0.1:8080\", terms: [{path: /, ai-train: refuse}]}";
    const string Other = "{host: forum.example, origin: \"http://127.0.0.1:8080\", terms: [{path: /, ai-train: allow}]}";

    int Run(params string[] args) => TermsCommand.Create().Parse(args).Invoke(new InvocationConfiguration { Output = Output, Error = Error });

    string Write(string file, string content)
    {
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, content);
        return path;
    }

    [Fact]
    public void Tests_are_found_beside_the_configuration()
    {
        Write("site.test.yaml", "tests:\n  - {as: GPTBot, path: [/, /a], expect: refuse}\n");
        Assert.Equal(ExitCode.Done, Run("test", "--config", Write("site.yaml", $"sites: [{Site}]")));
        Assert.Equal("2 tests, 0 failed\n", Output.ToString());
    }

    [Fact]
    public void A_failure_is_told_with_its_place_and_ends_with_1()
    {
        var tests = Write("mine.yaml", "tests:\n  - {as: GPTBot, path: /, expect: allow}\n  - {as: Googlebot, path: /, expect: refuse, rule: / search}\n  - {as: person, path: /, expect: allow}\n");
        var config = Write("gardu.yaml", $"sites: [{Site}]");
        Assert.Equal(ExitCode.Found, Run("test", tests, "--config", config));
        Assert.Equal(
            $"{tests}:2: GPTBot on /: expected allow, came refuse by / ai-train\n{tests}:3: Googlebot on /: expected refuse by / search, came allow by no rule (no-rule)\n3 tests, 2 failed\n",
            Output.ToString());
        Output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Found, Run("test", tests, "--config", config, "--json"));
        var json = JsonDocument.Parse(Output.ToString()).RootElement;
        Assert.Equal((3, 2), (json.GetProperty("tests").GetInt32(), json.GetProperty("failed").GetInt32()));
        Assert.Equal("/ ai-train", json.GetProperty("failures")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public void Of_several_sites_each_test_names_one_and_one_can_be_picked()
    {
        var config = Write("gardu.yaml", $"sites: [{Site}, {Other}]");
        Write("gardu.test.yaml", "tests:\n  - {as: GPTBot, site: news.example, path: /, expect: refuse}\n  - {as: GPTBot, site: forum.example, path: /, expect: refuse}\n");
        Assert.Equal(ExitCode.Found, Run("test", "--config", config));
        Assert.Contains("GPTBot on forum.example/: expected refuse, came allow by / ai-train", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run("test", "--config", config, "--site", "news.example"));
    }

    [Theory]
    [InlineData("tests: [{as: GTPBot, path: /, expect: refuse}]", "no agent \"GTPBot\" is known; did you mean \"GPTBot\"?")]
    [InlineData("tests: [{as: GPTBot, path: /, expect: refuse, site: x.example}]", "no site has the host \"x.example\"; there are news.example")]
    [InlineData(null, "there is no such file")]
    public void A_mistake_ends_with_2(string? tests, string said)
    {
        if (tests is not null)
            Write("gardu.test.yaml", tests);
        Assert.Equal(ExitCode.Usage, Run("test", "--config", Write("gardu.yaml", $"sites: [{Site}]")));
        Assert.StartsWith("gardu terms test: ", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Google-Extended", "refuse")] // a control token is a liar, and its claim is decided
    [InlineData("Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", "refuse")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "allow")]
    [InlineData("curl/8.5.0", "allow")]
    [InlineData("gptbot", "refuse")]
    public void Anybody_can_ask(string who, string gets)
    {
        Write("gardu.test.yaml", $"tests: [{{as: '{who}', path: /, expect: {gets}}}]");
        Assert.Equal(ExitCode.Done, Run("test", "--config", Write("gardu.yaml", $"sites: [{Site}]")));
    }

    [Fact]
    public void Presets_are_listed_and_printed_for_the_owners_host()
    {
        Assert.Equal(ExitCode.Done, Run("preset"));
        Assert.Equal(["preset", "news", "forum", "platform", "music", "open"], Output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Done, Run("preset", "forum", "--host", "talk.example", "--origin", "http://127.0.0.1:9000"));
        var site = Assert.Single(ConfigurationFile.Require(Write("gardu.yaml", Output.ToString())).Sites);
        Assert.Equal(("talk.example", 9000), (site.Name, site.Origin.Port));
        Output.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Done, Run("preset", "forum", "--tests"));
        Write("gardu.test.yaml", Output.ToString());
        Assert.Equal(ExitCode.Done, Run("test", "--config", Path.Combine(Folder, "gardu.yaml")));
    }

    [Theory]
    [InlineData("no preset \"form\"; there are news, forum, platform, music, open; did you mean \"forum\"?", "form")]
    [InlineData("is not a host name", "forum", "--host", "http://talk.example")]
    [InlineData("is not the address of an origin", "forum", "--origin", "talk.example")]
    public void A_preset_that_is_not_there_is_told(string said, params string[] args)
    {
        Assert.Equal(ExitCode.Usage, Run(["preset", .. args]));
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Output.ToString());
    }
}
