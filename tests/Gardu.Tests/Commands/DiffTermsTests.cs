using System.CommandLine;
using System.Text.Json;
using Gardu.Commands;

namespace Gardu.Tests.Commands;

public sealed class DiffTermsTests : CommandTest
{
    int Run(string older, string newer, params string[] args) => TermsCommand.Create()
        .Parse(["diff", Write("older.yaml", older), Write("newer.yaml", newer), .. args]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });

    string Write(string file, string content)
    {
        var path = Path.Combine(Folder, file);
        File.WriteAllText(path, content);
        return path;
    }

    static string Site(string host, string terms, string mode = "observe") => $"{{host: {host}, origin: \"http://127.0.0.1:8080\", mode: {mode}, terms: [{terms}]}}";

    [Fact]
    public void It_says_in_words_what_changes_modes_first()
    {
        Assert.Equal(ExitCode.Done, Run(
            $"sites: [{Site("news.example", "{path: /, ai-train: refuse}")}, {Site("old.example", "{path: /, all: allow}")}]",
            $"sites: [{Site("news.example", "{path: /, ai-train: 0.01 USD, agents: {CCBot: refuse}}", "enforce")}, {Site("new.example", "{path: /, all: allow}")}]"));
        var lines = Output.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["news.example", "mode observe → enforce: refusals, prices and limits happen"], lines[..2]);
        Assert.Matches("^training \\(ai-train\\) +/ +refused +asked 0.01 USD +milder$", lines[3]);
        Assert.Matches("^CCBot +/ +refused +the same$", lines[4]);
        Assert.Equal(["new.example", "is new, in mode observe", "old.example", "is gone: whoever asks for it gets 421"], lines[5..9]);
        Assert.StartsWith("People: nothing changes.", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void It_says_that_nothing_changes()
    {
        var same = $"sites: [{Site("news.example", "{path: /, ai-train: refuse}")}]";
        Assert.Equal(ExitCode.Done, Run(same, same));
        Assert.StartsWith("news.example\n  nothing changes\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_json()
    {
        Assert.Equal(ExitCode.Done, Run($"sites: [{Site("news.example", "{path: /, ai-train: refuse}")}]", $"sites: [{Site("news.example", "{path: /, ai-train: allow}", "warn")}]", "--json"));
        var site = JsonDocument.Parse(Output.ToString()).RootElement.GetProperty("sites")[0];
        Assert.Equal("warn", site.GetProperty("modes")[0].GetProperty("new").GetString());
        Assert.Equal(("ai-train", -1), (site.GetProperty("changes")[0].GetProperty("who").GetString(), site.GetProperty("changes")[0].GetProperty("strictness").GetInt32()));
    }

    [Fact]
    public void A_configuration_that_cannot_be_used_ends_with_2()
    {
        Assert.Equal(ExitCode.Usage, Run("sites: []", "sites: []"));
        Assert.StartsWith("gardu terms diff: the configuration cannot be used:", Error.ToString(), StringComparison.Ordinal);
    }
}
