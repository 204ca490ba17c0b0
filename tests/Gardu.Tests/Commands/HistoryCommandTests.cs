using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gardu.Commands;
using Gardu.Gate.Declaring;
using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Tests.Commands;

/// <summary><c>gardu terms history</c>, <c>gardu terms at</c> and <c>gardu explain</c>, on one data folder.</summary>
public sealed class HistoryCommandTests : CommandTest
{
    const string Robots = "https://news.example/robots.txt";
    const string FirstTerms = "mode: warn\nterms:\n  - path: \"/\"\n    ai-train: refuse\n";

    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    readonly UsageRecord refused = new()
    {
        Id = RequestId.New(Noon.AddHours(1)),
        Time = Noon.AddHours(1),
        Site = "news.example",
        Method = "GET",
        Path = "/a\u001b[2J",
        Identity = new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Address),
        Address = "192.0.2.0/24",
        Decision = Verdict.Refuse,
        Rule = "/ ai-train",
        Reason = "refused-by-terms",
        Mode = Mode.Enforce,
        TermsVersion = Hash(FirstTerms)[..16],
        Status = 403,
        Bytes = 12,
        Duration = TimeSpan.FromMilliseconds(1),
    };

    public HistoryCommandTests()
    {
        using (var store = Database.Of(Folder, null).OpenStore())
            store.Commit([refused], []);
        Keep(Noon, "news.example", Declaration.Terms, FirstTerms);
        Keep(Noon.AddMinutes(1), "news.example", Robots, "first\r\n");
        Keep(Noon.AddDays(1), "news.example", Declaration.Terms, "mode: observe\nterms: []\n");
        Keep(Noon.AddDays(1), "news.example", Robots, null);
        Keep(Noon.AddDays(1), "forum.example", "http://forum.example/robots.txt", "forum\n");
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    void Keep(DateTimeOffset time, string site, string name, string? text) =>
        new Declarations(Database.Of(Folder, null)).Add(new Declaration(time, site, name, text is null ? null : Hash(text)), Encoding.UTF8.GetBytes(text ?? ""));

    int Run(Command command, params string[] args) => command.Parse([.. args, "--data", Folder]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });

    JsonElement Json() => JsonDocument.Parse(Output.ToString()).RootElement;

    [Fact]
    public void Every_change_is_listed_in_order()
    {
        Assert.Equal(ExitCode.Done, Run(TermsCommand.Create(), "history", "--site", "news.example"));
        var lines = Output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.Contains("2026-11-23 12:01:00Z", lines[2], StringComparison.Ordinal);
        Assert.Contains(Hash("first\r\n")[..16], lines[2], StringComparison.Ordinal);
        Assert.EndsWith("no longer", lines[4].TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-22", "")]
    [InlineData("2026-11-23T12:00Z", "terms")]
    [InlineData("2026-11-23", "terms " + Robots)]
    [InlineData("9999-12-31", "terms http://forum.example/robots.txt")]
    [InlineData("2026-11-24", "terms http://forum.example/robots.txt")]
    public void What_stood_on_a_day_is_told(string date, string names)
    {
        Assert.Equal(ExitCode.Done, Run(TermsCommand.Create(), "at", date, "--json"));
        Assert.Equal(names, string.Join(' ', Json().GetProperty("declared").EnumerateArray().Select(declared => declared.GetProperty("name").GetString())));
    }

    [Fact]
    public void The_very_bytes_are_printed()
    {
        Assert.Equal(ExitCode.Done, Run(TermsCommand.Create(), "at", "2026-11-23", "--file", "robots.txt"));
        Assert.Equal("first\r\n", Output.ToString());
    }

    [Theory]
    [InlineData("is neither a day", "at", "yesterday")]
    [InlineData("no ai.txt was declared at 2026-11-23 23:59:59Z; there were terms, https://news.example/robots.txt", "at", "2026-11-23", "--file", "ai.txt")]
    public void A_mistake_is_told(string said, params string[] args)
    {
        Assert.Equal(ExitCode.Usage, Run(TermsCommand.Create(), args));
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_is_explained_with_the_terms_of_its_time()
    {
        Assert.Equal(ExitCode.Done, Run(ExplainCommand.Create(), refused.Id.ToString()));
        var text = Output.ToString();
        Assert.Contains("GPTBot of OpenAI, ai-train, from 192.0.2.0/24", text, StringComparison.Ordinal);
        Assert.Contains("refuse; it got status 403", text, StringComparison.Ordinal);
        Assert.Contains("in force since 2026-11-23 12:00:00Z:\n    mode: warn\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Its_json_has_every_name_that_scripts_rely_on()
    {
        Assert.Equal(ExitCode.Done, Run(ExplainCommand.Create(), refused.Id.ToString(), "--json"));
        string[] values = [.. new[] { "agent", "operator", "purpose", "proof", "decision", "rule", "reason", "status", "terms" }.Select(name => Json().GetProperty(name).ToString())];
        Assert.Equal(["GPTBot", "OpenAI", "ai-train", "address", "refuse", "/ ai-train", "refused-by-terms", "403", Hash(FirstTerms)[..16]], values);
        Assert.Equal(FirstTerms, Json().GetProperty("termsText").GetString());
    }

    [Fact]
    public void What_is_not_known_of_a_machine_is_null_and_not_left_out()
    {
        var stranger = refused with { Id = RequestId.New(Noon.AddHours(2)), Identity = AgentIdentity.UnknownMachine("curl"), Rule = null, TermsVersion = "0123456789abcdef" };
        using (var store = Database.Of(Folder, null).OpenStore())
            store.Commit([stranger], []);
        Assert.Equal(ExitCode.Done, Run(ExplainCommand.Create(), stranger.Id.ToString(), "--json"));
        Assert.All(new[] { "operator", "purpose", "rule", "termsText" }, name => Assert.Equal(JsonValueKind.Null, Json().GetProperty(name).ValueKind));
    }

    [Theory]
    [InlineData("req_1", "names no request")]
    [InlineData("req_01a015b1e6407bbabc3e3fa05f5f5f5f", "is on record")]
    public void A_request_that_is_not_there_is_told(string id, string said)
    {
        Assert.Equal(ExitCode.Usage, Run(ExplainCommand.Create(), id));
        Assert.Contains(said, Error.ToString(), StringComparison.Ordinal);
    }
}
