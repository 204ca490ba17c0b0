using System.CommandLine;
using System.Text.Json;
using Gardu.Commands;

namespace Gardu.Tests.Commands;

public sealed class TermsCommandTests : CommandTest
{
    int Show(string sites, params string[] args) => TermsCommand.Create()
        .Parse(["show", "--config", Write("gardu.yaml", $"sites: [{sites}]"), .. args]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });

    string Write(string file, string content)
    {
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, content);
        return path;
    }

    static string Site(string host, string terms = "search: allow, ai-train: 0.01 USD per record", string mode = "enforce") =>
        $"{{host: {host}, origin: \"http://127.0.0.1:8080\", mode: {mode}, terms: [{{path: /, {terms}}}]}}";

    [Fact]
    public void It_tells_what_is_declared_and_what_cannot_be_said()
    {
        Assert.Equal(ExitCode.Done, Show(Site("news.example")));
        var lines = Output.ToString().Split('\n', StringSplitOptions.TrimEntries);
        Assert.Equal("news.example", lines[0]);
        Assert.Contains(lines, line => line.StartsWith("/ ", StringComparison.Ordinal) && line.Contains(" 0.01 USD per record ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("prices per request alone", StringComparison.Ordinal) && line.Contains(" RSL ", StringComparison.Ordinal) && line.EndsWith("/ ai-train", StringComparison.Ordinal));
        Assert.Empty(Error.ToString());
    }

    [Fact]
    public void It_prints_each_file()
    {
        Assert.Equal(ExitCode.Done, Show(Site("news.example"), "--file", "license.xml"));
        Assert.Contains("<custom>https://news.example/licensing/</custom>", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Show(Site("news.example"), "--file", "tdmrep.json"));
        Assert.Contains("\"tdm-reservation\": 1", Output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Show(Site("news.example"), "--file", "robots.txt", "--robots", Write("robots.txt", "User-agent: *\nDisallow: /private/\n")));
        Assert.Contains("User-agent: GPTBot\n", Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("Disallow: /private/\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_json()
    {
        Assert.Equal(ExitCode.Done, Show(Site("news.example") + ", " + Site("forum.example"), "--json"));
        var sites = JsonDocument.Parse(Output.ToString()).RootElement.GetProperty("sites");
        Assert.Equal(2, sites.GetArrayLength());
        Assert.Equal("0.01 USD per record", sites[0].GetProperty("declared")[1].GetProperty("value").GetString());
        Assert.Contains("User-agent: *", sites[1].GetProperty("files").GetProperty("robots.txt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_is_declared_it_says_why()
    {
        Assert.Equal(ExitCode.Done, Show(Site("news.example", mode: "observe"), "--file", "robots.txt"));
        Assert.Empty(Output.ToString());
        Assert.Contains("every rule is in observe", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no site has the host \"x.example\"; there are news.example, forum.example", "--site", "x.example")]
    [InlineData("say whose robots.txt with --site: news.example, forum.example", "--file", "robots.txt")]
    [InlineData("cannot read missing.txt", "--robots", "missing.txt")]
    public void A_mistake_is_told(string said, params string[] args)
    {
        Assert.Equal(ExitCode.Usage, Show(Site("news.example") + ", " + Site("forum.example"), args));
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
    }
}
