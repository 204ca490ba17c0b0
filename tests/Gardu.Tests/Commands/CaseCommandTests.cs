using System.CommandLine;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gardu.Agents.Credentials;
using Gardu.Commands;
using Gardu.Gate.Declaring;
using Gardu.Gate.Recording;
using Gardu.LedgerKeeping;
using Gardu.Store;
using Gardu.Store.Ledger;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Gardu.Testing.Live;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Tests.Commands;

/// <summary><c>gardu case build</c> on a real database with a published log, and both verifiers on what it makes.</summary>
public sealed class CaseCommandTests : CommandTest
{
    const string Terms = "mode: enforce\nterms:\n  - path: /\n    ai-train: refuse\n";

    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    static readonly string[] Range = ["--from", "2026-11-01", "--to", "2026-12-01"];

    readonly FakeTimeProvider clock = new(Noon.AddDays(10));

    Database Database => Database.Of(Folder, null);

    string File => Path.Combine(Folder, "case.gardu.zip");

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static UsageRecord Of(string agent, DateTimeOffset time, Verdict decision = Verdict.Refuse, string site = "news.example") => new()
    {
        Id = RequestId.New(time),
        Time = time,
        Site = site,
        Method = "GET",
        Path = "/a\u001b[2J\"decision\":\"refuse\"",
        Identity = new AgentIdentity(RequesterKind.Agent, agent, "OpenAI", Purpose.AiTrain, Proof.Address, ProofReasons.AddressListed) { Licensee = decision == Verdict.Allow ? "lic_1" : null },
        UserAgent = $"{agent}/1.2",
        Address = "192.0.2.0/24",
        Decision = decision,
        Rule = "/ ai-train",
        Reason = decision == Verdict.Refuse ? "refused-by-terms" : "allowed-by-terms",
        Mode = Mode.Enforce,
        TermsVersion = Hash(Terms)[..16],
        Status = decision == Verdict.Refuse ? 403 : 200,
        Bytes = 12,
        Duration = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>Terms, requests of two agents, and one request after the end, as a gate writes and publishes them.</summary>
    void Publish()
    {
        using (var store = Database.OpenStore())
        {
            var ledger = InstallationLedger.Of(Database, Folder, null);
            ledger.Keys.Begin(ledger.Rows.Origin("news.example/licensing/ledger"), Noon);
            ledger.Declared.Add(new Declaration(Noon.AddDays(-1), "news.example", Declaration.Terms, Hash(Terms)), Encoding.UTF8.GetBytes(Terms));
            ledger.Declared.Add(new Declaration(Noon.AddDays(-1), "other.example", Declaration.Terms, Hash(Terms)), Encoding.UTF8.GetBytes(Terms));
            store.Commit([Of("GPTBot", Noon), Of("ClaudeBot", Noon), Of("GPTBot", Noon.AddHours(1)), Of("GPTBot", Noon.AddHours(2), Verdict.Allow), Of("GPTBot", Noon.AddHours(2), site: "other.example"), Of("CCBot", Noon.AddDays(30))], []);
            var sequencer = new Sequencer(ledger.Rows, ledger.Storage, ledger.Keys.Read, clock);
            while (sequencer.Step() != SequencerStep.Idle)
            {
            }
        }
    }

    int Run(params string[] args) => CaseCommand.Create(clock).Parse(["build", .. args, "--data", Folder]).Invoke(new InvocationConfiguration { Output = Output, Error = Error });

    static Task<string> Grep(string member, string value, Scratch scratch) => ExternalProcess.Run(Needs.Program("grep"), ["-c", $"\\\\\"{member}\\\\\":{value}", scratch.PathOf("entries.jsonl")], scratch.Folder);

    static byte[] Packed(string text)
    {
        var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    [Fact]
    public async Task Both_verifiers_find_nothing_wrong_with_a_case_and_its_figures_can_be_counted_again()
    {
        Publish();
        Assert.True(Run(["--agent", "GPTBot", .. Range, "--out", File]) == ExitCode.Done, Error.ToString());
        using var scratch = new Scratch();
        var verdict = await Verifiers.Run(scratch, File);
        Assert.True(verdict is { Code: 0, Last: "verified" }, verdict.Output);
        Assert.Contains("every request was decided by terms that its site had declared before it", verdict.Output, StringComparison.Ordinal);
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(File)))}  {File}\n", Output.ToString());
        Assert.Contains("4 requests", Error.ToString(), StringComparison.Ordinal);

        await ZipFile.ExtractToDirectoryAsync(File, scratch.Folder, TestContext.Current.CancellationToken);
        await ExternalProcess.Run(Needs.Program("sha256sum"), ["--strict", "-c", "MANIFEST.sha256"], scratch.Folder);
        Assert.Equal(("3", "4"), (await Grep("decision", "\\\\\"refuse\\\\\"", scratch), await Grep("proof", "\\\\\"address\\\\\"", scratch)));
        Assert.Contains("1 allowed, 3 refused", scratch.Read("README.txt"), StringComparison.Ordinal);
        Assert.DoesNotContain("ClaudeBot", scratch.Read("entries.jsonl"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "--site", "other.example")]
    [InlineData(1, "--licensee", "lic_1")]
    [InlineData(3, "--site", "news.example")]
    public async Task A_case_is_of_what_was_asked_for(int requests, params string[] narrowed)
    {
        Publish();
        Credentials.Open(Database).Add(new Licensee("lic_1", "Acme AI", null, Noon));
        Assert.True(Run(["--agent", "GPTBot", .. narrowed, .. Range, "--out", File, "--json"]) == ExitCode.Done, Error.ToString());
        var made = JsonDocument.Parse(Output.ToString()).RootElement;
        Assert.Equal((requests, File, new FileInfo(File).Length), (made.GetProperty("requests").GetInt32(), made.GetProperty("file").GetString(), made.GetProperty("bytes").GetInt64()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken))), made.GetProperty("sha256").GetString());
        using var scratch = new Scratch();
        var verdict = await Verifiers.RunProgram(scratch, File);
        Assert.True(verdict.Code == 0, verdict.Output);
    }

    [Fact]
    public void The_same_log_gives_the_same_case_at_the_same_time()
    {
        Publish();
        var (first, second) = (Path.Combine(Folder, "1.zip"), Path.Combine(Folder, "2.zip"));
        Assert.Equal((ExitCode.Done, ExitCode.Done), (Run(["--agent", "GPTBot", .. Range, "--out", first]), Run(["--agent", "GPTBot", .. Range, "--out", second])));
        Assert.Equal(System.IO.File.ReadAllBytes(first), System.IO.File.ReadAllBytes(second));
        Assert.Empty(Directory.GetFiles(Folder, ".gardu-*"));
    }

    [Theory]
    [InlineData("no request of \"gptbot\" is on record there; on record are ClaudeBot, GPTBot\n", "--agent", "gptbot", "--from", "2026-11-01", "--to", "2026-12-01")]
    [InlineData("no request of \"GPTBot\" is on record there; nor is one of any other agent\n", "--agent", "GPTBot", "--from", "2026-11-01", "--to", "2026-11-02")]
    [InlineData("--from has to be before --to\n", "--agent", "GPTBot", "--from", "2026-11-02", "--to", "2026-11-02")]
    public void What_there_is_nothing_of_makes_no_file(string said, params string[] args)
    {
        Publish();
        Assert.Equal(ExitCode.Usage, Run([.. args, "--out", File]));
        Assert.EndsWith(said, Error.ToString(), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
        Assert.Empty(Directory.GetFiles(Folder, ".gardu-*"));
    }

    [Fact]
    public void A_file_that_is_there_is_not_written_over()
    {
        Publish();
        System.IO.File.WriteAllText(File, "mine");
        Assert.Equal(ExitCode.Usage, Run(["--agent", "GPTBot", .. Range, "--out", File]));
        Assert.Contains("is there already", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("mine", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Declared_bytes_that_somebody_changed_make_no_case()
    {
        Publish();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Folder, "gardu.db")}"))
        {
            connection.Open();
            using var change = connection.CreateCommand();
            change.CommandText = "UPDATE declared SET bytes = $other";
            change.Parameters.AddWithValue("$other", Packed("other terms"));
            change.ExecuteNonQuery();
        }
        Assert.Equal(ExitCode.Integrity, Run(["--agent", "GPTBot", .. Range, "--out", File]));
        Assert.Contains($"what was declared as {Hash(Terms)} has been changed", Error.ToString(), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }
}
