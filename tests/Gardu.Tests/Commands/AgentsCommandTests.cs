using System.CommandLine;
using System.Text.Json;
using Gardu.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Tests.Commands;

public sealed class AgentsCommandTests : CommandTest
{
    Task<int> Run(params string[] args) =>
        AgentsCommand.Create(new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)), () => new HttpClient(new NoNetwork()))
            .Parse(args).InvokeAsync(new InvocationConfiguration { Output = Output, Error = Error }, TestContext.Current.CancellationToken);

    string[] Lines => Output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    string Write(string file, string content)
    {
        File.WriteAllText(Path.Combine(Folder, file), content);
        return Folder;
    }

    [Fact]
    public async Task List_tells_the_agents_of_a_purpose()
    {
        Assert.Equal(ExitCode.Done, await Run("list", "--purpose", "ai-train"));
        Assert.Contains(Lines, line => line.StartsWith("GPTBot ", StringComparison.Ordinal) && line.Contains(" OpenAI ", StringComparison.Ordinal));
        Assert.DoesNotContain(Lines, line => line.StartsWith("Googlebot ", StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', Output.ToString());
        Assert.Contains("catalogue of 2026-", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_as_json_is_json()
    {
        Assert.Equal(ExitCode.Done, await Run("list", "--json"));
        var agents = JsonDocument.Parse(Output.ToString()).RootElement;
        Assert.True(agents.GetArrayLength() >= 80);
        Assert.Equal("OpenAI", agents[0].GetProperty("operator").GetString());
    }

    [Fact]
    public async Task Show_tells_the_age_of_a_list()
    {
        Write("gptbot.json", """{"creationTime":"2026-11-01T00:00:00Z","prefixes":["192.0.2.0/24"]}""");
        Assert.Equal(ExitCode.Done, await Run("show", "gptbot", "--feeds", Folder));
        Assert.Contains("1 range of 2026-11-01, 22 days old", Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("too old", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_as_json_tells_whether_a_list_shows_lies()
    {
        Write("gptbot.json", """{"creationTime":"2026-01-01T00:00:00Z","prefixes":["192.0.2.0/24"]}""");
        Assert.Equal(ExitCode.Done, await Run("show", "GPTBot", "--feeds", Folder, "--json"));
        var feed = JsonDocument.Parse(Output.ToString()).RootElement.GetProperty("feeds")[0];
        Assert.Equal((326, false, 1), (feed.GetProperty("ageDays").GetInt32(), feed.GetProperty("showsLies").GetBoolean(), feed.GetProperty("ranges").GetInt32()));
    }

    [Fact]
    public async Task A_mistyped_agent_is_suggested()
    {
        Assert.Equal(ExitCode.Usage, await Run("show", "GTPBot"));
        Assert.Contains("did you mean \"GPTBot\"?", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Lines);
    }

    [Fact]
    public async Task Update_from_a_folder_copies_what_it_holds()
    {
        Write("gptbot.json", """{"creationTime":"2026-11-01T00:00:00Z","prefixes":["192.0.2.0/24"]}""");
        var data = Path.Combine(Folder, "data");
        Assert.Equal(ExitCode.Done, await Run("update", "--from", Folder, "--data", data));
        Assert.True(File.Exists(Path.Combine(data, "feeds", "gptbot.json")));
        Assert.Matches(@"^gptbot\.json +updated +1 +2026-11-01", Lines.Single(line => line.StartsWith("gptbot", StringComparison.Ordinal)));
        Assert.Matches(@"^bots\.json +failed +not there", Lines.Single(line => line.StartsWith("bots", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_update_that_gets_nothing_says_so()
    {
        Assert.Equal(ExitCode.Unavailable, await Run("update", "--data", Folder, "--json"));
        Assert.All(JsonDocument.Parse(Output.ToString()).RootElement.EnumerateArray(), update =>
            Assert.Equal(("failed", "no network"), (update.GetProperty("outcome").GetString(), update.GetProperty("reason").GetString())));
        Assert.StartsWith("0 of ", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_update_from_nowhere_is_wrong_usage() => Assert.Equal(ExitCode.Usage, await Run("update", "--from", Path.Combine(Folder, "none"), "--data", Folder));

    sealed class NoNetwork : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("no network");
    }
}
