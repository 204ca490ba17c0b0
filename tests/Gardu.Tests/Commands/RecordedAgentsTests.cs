using System.CommandLine;
using System.Text.Json;
using Gardu.Agents.Credentials;
using Gardu.Commands;
using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Tests.Commands;

/// <summary><c>gardu agents propose</c> and <c>show</c>, on one data folder.</summary>
public sealed class RecordedAgentsTests : CommandTest
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    static readonly Licensee Buyer = new("lic_1", "Acme AI", "a@acme.example", Noon);

    readonly List<UsageRecord> records = [];

    string Configuration => Path.Combine(Folder, "gardu.yaml");

    void Record(AgentIdentity identity, string? userAgent, string path = "/", int times = 1, int status = 200, string address = "192.0.2.0/24")
    {
        for (var i = 0; i < times; i++)
            records.Add(new UsageRecord
            {
                Id = RequestId.New(Noon),
                Time = Noon.AddMinutes(records.Count),
                Site = "news.example",
                Method = "GET",
                Path = path,
                Identity = identity,
                UserAgent = userAgent,
                Address = address,
                Decision = status == 403 ? Verdict.Refuse : Verdict.Allow,
                Rule = null,
                Reason = status == 403 ? "refused-by-terms" : "no-rule",
                Mode = Mode.Enforce,
                TermsVersion = "abc",
                Status = status,
                Bytes = 1000,
                Duration = TimeSpan.Zero,
            });
    }

    void Unknown(string name, string userAgent, int times = 1) => Record(AgentIdentity.UnknownMachine(name), userAgent, times: times);

    int Run(params string[] args)
    {
        Output.GetStringBuilder().Clear();
        Error.GetStringBuilder().Clear();
        if (records.Count > 0)
        {
            using (var store = Database.Of(Folder, null).OpenStore())
                store.Commit(records, []);
            records.Clear();
        }
        return AgentsCommand.Create().Parse([.. args, "--data", Folder]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });
    }

    JsonElement Json() => JsonDocument.Parse(Output.ToString()).RootElement;

    string[] Names => [.. Json().EnumerateArray().Select(proposal => proposal.GetProperty("name").GetString()!)];

    void Configure(string agents = "") => File.WriteAllText(Configuration, $"sites:\n  - host: \"*\"\n    origin: http://127.0.0.1:8080\n{agents}");

    [Fact]
    public void A_stranger_is_proposed_with_all_that_is_known_of_it()
    {
        Record(AgentIdentity.UnknownMachine("AcmeSearch"), "AcmeSearch/1.0 (+https://www.acme.example/bot)", "/a", times: 3);
        Record(AgentIdentity.UnknownMachine("AcmeSearch"), "AcmeSearch/1.0 (+https://www.acme.example/bot)", "/robots.txt", address: "2001:db8::/48");
        Record(AgentIdentity.UnknownMachine("AcmeSearch"), "AcmeSearch/0.9", "/b", times: 2, status: 403);
        Assert.Equal(ExitCode.Done, Run("propose"));
        var text = Output.ToString();
        Assert.StartsWith("AcmeSearch\n  requests  6 from 2 networks (/24, /48), 33.3% of them refused\n  seen      23 Nov 2026 12:00 to 23 Nov 2026 12:05 UTC\n  said      AcmeSearch/1.0 (+https://www.acme.example/bot)\n  contact   https://www.acme.example/bot\n", text, StringComparison.Ordinal);
        Assert.Contains("asked for robots.txt 1 time\n", text, StringComparison.Ordinal);
        Assert.Contains("search is a guess: it says \"search\" of itself", text, StringComparison.Ordinal);
        Assert.Contains("\n  add       gardu agents add AcmeSearch --operator acme.example --purpose search\n", text, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run("propose", "--json"));
        var proposal = Assert.Single(Json().EnumerateArray());
        Assert.Equal((4, 2, 1, "search"), (proposal.GetProperty("answered").GetInt32(), proposal.GetProperty("refused").GetInt32(), proposal.GetProperty("robotsReads").GetInt32(), proposal.GetProperty("purpose").GetString()));
    }

    [Fact]
    public void What_nothing_says_is_left_to_be_filled_in()
    {
        Unknown("AcmeBot", "AcmeBot/1.0");
        Run("propose");
        Assert.Contains("gardu agents add AcmeBot --operator OPERATOR --purpose PURPOSE\n", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Libraries_and_what_has_no_name_are_left_out()
    {
        Unknown("python-requests", "python-requests/2.3", 5);
        Unknown("curl", "curl/8", 2);
        Unknown(AgentIdentity.Empty, "");
        Unknown(AgentIdentity.BadProof, "Mozilla/5.0");
        Record(new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Claimed), "GPTBot/1.0");
        Record(new AgentIdentity(RequesterKind.Agent, Buyer.Id, Buyer.Name, null, Proof.Credential) { Licensee = Buyer.Id, Key = "key_1" }, "Acme/1");
        Assert.Equal(ExitCode.Done, Run("propose", "--json"));
        Assert.Empty(Names);
        Assert.Contains("python-requests (5), curl (2); --libraries", Error.ToString(), StringComparison.Ordinal);
        Run("propose", "--libraries", "--json");
        Assert.Equal(["python-requests", "curl"], Names);
    }

    [Fact]
    public void Whom_the_owner_has_named_by_now_is_proposed_no_more()
    {
        Unknown("AcmeBot", "AcmeBot/1.0");
        Unknown("OtherBot", "OtherBot/1.0");
        Record(new AgentIdentity(RequesterKind.Agent, "https://bot.acme.example", null, null, Proof.Signed, ProofReasons.SignatureVerified), "Mozilla/5.0 Firefox/140.0");
        Configure();
        Run("propose", "--json", "--config", Configuration);
        Assert.Equal(["AcmeBot", "OtherBot", "https://bot.acme.example"], Names.Order(StringComparer.Ordinal));
        Configure("agents:\n  - token: Acme\n    operator: Acme\n    purpose: other\n    patterns: [AcmeBot]\n    signature: https://bot.acme.example/\n");
        Run("propose", "--json", "--config", Configuration);
        Assert.Equal(["OtherBot"], Names);
        Assert.EndsWith($" --config {Configuration}", Json()[0].GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AcmeBot/1.0 (+https://acme.example)", "gardu agents add AcmeBot --operator bot.example --purpose PURPOSE --signature https://bot.example/a")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "gardu agents add bot.example --operator bot.example --purpose PURPOSE --signature https://bot.example/a")]
    [InlineData("python-requests/2.3", "gardu agents add bot.example --operator bot.example --purpose PURPOSE --signature https://bot.example/a")]
    [InlineData("GPTBot/1.0", "gardu agents add bot.example --operator bot.example --purpose PURPOSE --signature https://bot.example/a")]
    [InlineData(null, "gardu agents add bot.example --operator bot.example --purpose PURPOSE --signature https://bot.example/a")]
    public void A_signer_is_proposed_with_its_signature(string? userAgent, string command)
    {
        Record(new AgentIdentity(RequesterKind.Agent, "https://bot.example/a", null, null, Proof.Signed, ProofReasons.SignatureVerified), userAgent);
        Run("propose", "--json");
        Assert.Equal(command, Assert.Single(Json().EnumerateArray()).GetProperty("command").GetString());
    }

    [Fact]
    public void Nothing_that_strangers_wrote_reaches_a_terminal_or_a_shell()
    {
        Unknown("$(reboot)", "$(reboot)/1");
        Unknown("`id`", "`id`/1");
        Unknown("a;b", "a;b/1");
        Unknown("x$(id)", "x$(id)/1 (+https://evil.example/'$(id)`id`)");
        Unknown("x&&y|z", "x&&y|z/1 \u001b]0;gone\u0007\u202e");
        Unknown("--config=x", "--config=x/1");
        Unknown("@file", "@file/1");
        Unknown("Chrome", "Chrome/1.0 bot");
        Unknown("compatible", "compatible; x");
        Assert.Equal(ExitCode.Done, Run("propose"));
        Assert.DoesNotContain(Output.ToString(), letter => letter is '\u001b' or '\u0007' or '\u202e');
        Run("propose", "--json");
        var commands = Json().EnumerateArray().Select(proposal => proposal.TryGetProperty("command", out var command) ? command.GetString()! : "none").ToHashSet();
        Assert.Equal(
            ["none", "gardu agents add 'x&&y|z' --operator OPERATOR --purpose PURPOSE", "gardu agents add 'x$(id)' --operator evil.example --purpose PURPOSE", "gardu agents add 'a;b' --operator OPERATOR --purpose PURPOSE"],
            commands);
    }

    [Fact]
    public void However_many_there_are_the_busiest_are_shown()
    {
        for (var i = 0; i < 700; i++)
            Unknown($"Made{i}Bot", $"Made{i}Bot/1", i == 77 ? 3 : 1);
        Run("propose", "--json");
        Assert.Equal((20, "Made77Bot"), (Names.Length, Names[0]));
        Assert.Contains("the busiest 20 of at least 500 machines", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_record_it_is_said_that_there_is_none()
    {
        Assert.Equal(ExitCode.Unavailable, Run("propose"));
        Assert.Contains("there is no record in", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, Run("show", "GPTBot"));
        Assert.DoesNotContain("on record", Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_is_shown_with_what_is_on_record_of_it()
    {
        var gptBot = new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Address, ProofReasons.AddressListed);
        Record(gptBot, "GPTBot/1.2", "/a", times: 3);
        Record(gptBot with { Proof = Proof.Spoofed, Grounds = ProofReasons.AddressNotListed }, "GPTBot/evil \u001b[2J", "/b\u001b", status: 403, address: "198.51.100.0/24");
        Record(gptBot with { Licensee = Buyer.Id, Key = "key_1" }, "GPTBot/1.2", "/a");
        Unknown("curl", "curl/8");
        Run("list");
        Credentials.Open(Database.Of(Folder, null)).Add(Buyer);
        Assert.Equal(ExitCode.Done, Run("show", "gptbot", "--json"));
        var seen = Json().GetProperty("seen");
        Assert.Equal((5, 5000, 1, 2), (seen.GetProperty("requests").GetInt32(), seen.GetProperty("bytes").GetInt32(), seen.GetProperty("refused").GetInt32(), seen.GetProperty("networks").GetInt32()));
        Assert.Equal("""{"address":4,"spoofed":1}""", JsonSerializer.Serialize(seen.GetProperty("proof")));
        Assert.Equal(["address-listed", "address-not-listed"], seen.GetProperty("grounds").EnumerateArray().Select(grounds => grounds.GetProperty("grounds").GetString()!));
        Assert.Equal("refused-by-terms", seen.GetProperty("decisions")[1].GetProperty("reason").GetString());
        Assert.Equal(("/a", 4), (seen.GetProperty("topPaths")[0].GetProperty("path").GetString(), seen.GetProperty("topPaths")[0].GetProperty("requests").GetInt32()));
        Assert.Equal(ExitCode.Done, Run("show", "GPTBot"));
        Assert.Matches("contact +gptbot@openai.com", Output.ToString());
        Assert.Matches("requests +5, 5.0 kB, 20.0% of them refused", Output.ToString());
        Assert.Contains("key_1 of Acme AI", Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', Output.ToString());
    }

    [Theory]
    [InlineData("AcmeBot", "nothing is known of it in the catalogue; seen in traffic")]
    [InlineData("https://bot.example", "signs its requests")]
    [InlineData("lic_1", "a licensee of yours")]
    [InlineData("acme ai", "a licensee of yours")]
    public void Who_is_not_in_the_catalogue_is_shown_from_the_record(string name, string said)
    {
        Unknown("AcmeBot", "AcmeBot/1.0 (+bot@acme.example)");
        Record(new AgentIdentity(RequesterKind.Agent, "https://bot.example", null, null, Proof.Signed, ProofReasons.SignatureVerified), "Bot/1");
        Record(new AgentIdentity(RequesterKind.Agent, Buyer.Id, Buyer.Name, null, Proof.Credential, ProofReasons.KeyAccepted) { Licensee = Buyer.Id, Key = "key_1" }, "Acme/1");
        Run("list");
        Credentials.Open(Database.Of(Folder, null)).Add(Buyer);
        Assert.Equal(ExitCode.Done, Run("show", name));
        Assert.Contains(said, Output.ToString(), StringComparison.Ordinal);
        Assert.Matches("requests +1, 1.0 kB", Output.ToString());
    }

    [Fact]
    public void Nobody_is_suggested_from_the_record_too()
    {
        Unknown("AcmeBot", "AcmeBot/1.0");
        Assert.Equal(ExitCode.Usage, Run("show", "AcmeBto"));
        Assert.Contains("nor on record; did you mean \"AcmeBot\"?", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_agent_that_was_named_later_keeps_what_was_recorded_under_its_signer()
    {
        Record(new AgentIdentity(RequesterKind.Agent, "https://bot.example", null, null, Proof.Signed, ProofReasons.SignatureVerified), "Bot/1", times: 2);
        Record(new AgentIdentity(RequesterKind.Agent, "AcmeBot", "Acme", Purpose.Other, Proof.Signed, ProofReasons.SignatureVerified), "Bot/1");
        Configure("agents:\n  - token: AcmeBot\n    operator: Acme\n    purpose: other\n    signature: https://bot.example/\n");
        Assert.Equal(ExitCode.Done, Run("show", "AcmeBot", "--json", "--config", Configuration));
        Assert.Equal((3, "owner"), (Json().GetProperty("seen").GetProperty("requests").GetInt32(), Json().GetProperty("source").GetString()));
    }

    [Fact]
    public void The_page_is_written_where_it_was_asked_for()
    {
        Unknown("AcmeBot", "AcmeBot/1.0");
        var page = Path.Combine(Folder, "page.html");
        Assert.Equal(ExitCode.Done, Run("show", "AcmeBot", "--html", page));
        Assert.StartsWith("<!doctype html>", File.ReadAllText(page), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unavailable, Run("show", "AcmeBot", "--html", Path.Combine(Folder, "none", "page.html")));
    }

    [Fact]
    public void The_list_tells_which_entries_are_the_owners()
    {
        Configure("agents:\n  - token: AcmeBot\n    operator: Acme\n    purpose: other\n  - token: CCBot\n    purpose: search\n");
        Assert.Equal(ExitCode.Done, AgentsCommand.Create().Parse(["list", "--json", "--config", Configuration]).Invoke(new InvocationConfiguration { Output = Output, Error = Error }));
        var entries = Json().EnumerateArray().Where(agent => agent.GetProperty("source").GetString() != "catalogue").Select(agent => (agent.GetProperty("token").GetString(), agent.GetProperty("source").GetString(), agent.GetProperty("overrides").ToString()));
        Assert.Equal([("CCBot", "overridden", "[\n      \"purpose\"\n    ]"), ("AcmeBot", "owner", "[]")], entries);
        Assert.Contains($"2 of them as {Configuration} says", Error.ToString(), StringComparison.Ordinal);
        Configure("agents:\n  - token: AcmeBot\n");
        Assert.Equal(ExitCode.Usage, AgentsCommand.Create().Parse(["list", "--config", Configuration]).Invoke(new InvocationConfiguration { Output = Output, Error = Error }));
    }
}
