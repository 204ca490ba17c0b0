using System.Text;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Statements;
using Gardu.Testing.Live;

namespace Gardu.Verify.Tests;

/// <summary>What was changed is found, by both verifiers, and named.</summary>
public sealed class ForgedFilesTests : IDisposable
{
    static readonly int Flips = Needs.IsLong ? 100 : 6;

    readonly Scratch scratch = new();
    readonly TestLog log = new();

    public ForgedFilesTests() => scratch.Write("keys.txt", log.Keys);

    async Task Doubts(string what, params string[] arguments)
    {
        var said = await Verifiers.Run(scratch, arguments);
        Assert.Equal(4, said.Code);
        Assert.StartsWith("doubt: ", said.Last, StringComparison.Ordinal);
        Assert.Contains(what, said.Output, StringComparison.Ordinal);
    }

    Task ExportDoubts(string what, IEnumerable<ExportEntry> lines)
    {
        scratch.Write("e.jsonl", TestLog.Export(log.Header(), lines));
        return Doubts(what, "e.jsonl");
    }

    [Fact]
    public Task An_entry_that_was_dropped() => ExportDoubts("line 5: the entry at index 3 is missing: it was dropped", log.Lines().Where(line => line.Index != 3));

    [Fact]
    public Task Entries_that_were_cut_off_at_the_end() => ExportDoubts("the entries from index 10 to 11 are missing", log.Lines().SkipLast(2));

    [Fact]
    public Task An_entry_that_was_put_in()
    {
        using var other = new TestLog(seed: 2);
        return ExportDoubts("line 6: the log has another entry at index 4", log.Lines().Take(4).Append(log.Line(4) with { Entry = other.Entries[4] }).Concat(log.Lines().Skip(5)));
    }

    [Fact]
    public Task An_entry_that_stands_twice() => ExportDoubts("index 4 comes behind 4", log.Lines().SelectMany(line => line.Index == 4 ? [line, line] : new[] { line }));

    [Fact]
    public Task Two_lines_that_were_exchanged()
    {
        var lines = log.Lines().ToList();
        (lines[5], lines[6]) = (lines[6], lines[5]);
        return ExportDoubts("index 5 comes behind 6: two entries were exchanged", lines);
    }

    [Fact]
    public Task Two_entries_that_were_exchanged_under_their_indexes()
    {
        var lines = log.Lines().ToList();
        (lines[5], lines[6]) = (lines[5] with { Entry = lines[6].Entry }, lines[6] with { Entry = lines[5].Entry });
        return ExportDoubts("the log has another entry at index 5", lines);
    }

    [Fact]
    public Task A_payload_of_another_envelope() =>
        ExportDoubts("line 7: the payload is not the one of the entry at index 5", log.Lines().Select(line =>
            line.Index == 5 ? line with { Entry = line.Entry with { Payload = TestLog.Usage(9) } } : line));

    [Fact]
    public async Task An_export_of_what_was_not_asked_for()
    {
        scratch.Write("e", TestLog.Export(log.Header(new ExportFilter { Agent = "GPTBot" }), log.Lines()));
        await Doubts("is not what the export says it was asked for", "e");
    }

    [Theory]
    [InlineData(1, "breaks off: the file was cut short")]
    [InlineData(3000, "breaks off: the file was cut short")]
    public async Task A_truncated_export(int octets, string what)
    {
        scratch.Write("e", log.Export()[..^octets]);
        await Doubts(what, "e");
    }

    [Fact]
    public async Task A_truncated_receipt_checkpoint_proof_and_statement()
    {
        scratch.Write("r", log.Receipt(3).ToString()[..^5]);
        await Doubts("it begins as a receipt and is none", "r", "keys.txt");
        scratch.Write("c", log.Note().ToString()[..^1]);
        await Doubts("it begins as a checkpoint and is none", "c", "keys.txt");
        scratch.Write("p", log.Consistency(3).ToString()[..^9]);
        await Doubts("it begins as a proof of consistency and is none", "p", "keys.txt");
        scratch.Write("s", TestLog.Text(log.Statement())[..^9]);
        await Doubts("it begins as a statement and is none", "s", "keys.txt");
    }

    [Fact]
    public async Task A_fork()
    {
        scratch.Write("a", log.Note(8).ToString());
        scratch.Write("b", log.Sign(log.Checkpoint(8) with { Root = log.Root(7) }).ToString());
        await Doubts("fork: the log news.example/licensing/ledger signed two different trees of 8 entries", "a", "b", "keys.txt");
    }

    [Fact]
    public async Task An_older_root_that_was_signed_again()
    {
        scratch.Write("a", log.Sign(log.Checkpoint(5) with { Root = TreeHash.OfLeaf("rewritten"u8) }).ToString());
        scratch.Write("p", log.Consistency(5).ToString());
        await Doubts("the log was rewritten (a fork)", "a", "p", "keys.txt");
    }

    [Fact]
    public async Task Another_key_an_altered_checkpoint_and_no_key_at_all()
    {
        using var other = new TestLog(seed: 2);
        scratch.Write("other.txt", other.Keys);
        scratch.Write("r", log.Receipt(3).ToString());
        await Doubts("wrong key: the checkpoint of", "--keys", "other.txt", "r");
        await Doubts("there is no key of the log news.example/licensing/ledger at hand", "r");
        scratch.Write("c", log.Note(8).ToString().Replace("\n8\n", "\n9\n", StringComparison.Ordinal));
        await Doubts("does not hold: the checkpoint was altered after it was signed", "c", "keys.txt");
        scratch.Write("quorum.txt", log.KeysWithQuorum);
        await Doubts("too few witnesses signed", "--keys", "quorum.txt", "r");
        await Doubts("wrong key", "--keys", "other.txt", "r", "keys.txt");
    }

    [Fact]
    public async Task A_receipt_of_another_place_of_another_payload_and_of_nothing()
    {
        scratch.Write("a", (log.Receipt(3) with { Index = 4 }).ToString());
        await Doubts("the log has another entry at index 4", "a", "keys.txt");
        scratch.Write("b", (log.Receipt(3) with { Extra = (log.Entries[3] with { Payload = log.Entries[4].Payload }).ToArray() }).ToString());
        await Doubts("the payload is not the one of the entry at index 3", "b", "keys.txt");
        scratch.Write("c", (log.Receipt(3) with { Extra = default }).ToString());
        await Doubts("it carries no entry", "c", "keys.txt");
    }

    [Fact]
    public void A_receipt_with_one_bit_flipped_anywhere_never_verifies()
    {
        var receipt = Encoding.UTF8.GetBytes(log.Receipt(5, isWitnessed: true).ToString());
        scratch.Write("quorum.txt", log.KeysWithQuorum);
        Assert.Equal(0, CodeOf(receipt));
        for (var bit = 0; bit < receipt.Length * 8; bit++)
        {
            var flipped = receipt.ToArray();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.True(CodeOf(flipped) != 0, $"bit {bit} was flipped, and the receipt is verified");
        }
    }

    [Fact]
    public async Task Both_verifiers_agree_on_flipped_bits()
    {
        scratch.Write("quorum.txt", log.KeysWithQuorum);
        var files = new Dictionary<string, byte[]>
        {
            ["r"] = Encoding.UTF8.GetBytes(log.Receipt(5, isWitnessed: true).ToString()),
            ["e"] = Encoding.UTF8.GetBytes(TestLog.Export(log.Header(new ExportFilter { Agent = "GPTBot" }), log.Lines(new ExportFilter { Agent = "GPTBot" }))),
            ["z"] = Archive.Of(log.Case()),
        };
        var random = new Random(20261127);
        foreach (var (name, octets) in files)
        {
            for (var times = 0; times < Flips; times++)
            {
                var flipped = octets.ToArray();
                flipped[random.Next(octets.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(scratch.PathOf(name), flipped);
                await Verifiers.Run(scratch, "--keys", name == "z" ? "keys.txt" : "quorum.txt", name);
            }
        }
    }

    [Fact]
    public async Task A_statement_with_one_number_changed()
    {
        scratch.Write("e.jsonl", log.Export());
        var statement = log.Statement();
        var line = statement.Lines[1];
        Statement[] forged =
        [
            statement with { Requests = 11 },
            statement with { Bytes = 1 },
            statement with { Lines = [statement.Lines[0], line with { Requests = line.Requests + 1 }, .. statement.Lines.Skip(2)] },
            statement with { Lines = [.. statement.Lines.Skip(1)] },
            statement with { Log = statement.Log with { Root = TreeHash.Empty } },
        ];
        string[] words =
        [
            "in all: the statement says 11 requests, and the entries give 10", "in all: the statement says 1 bytes, and the entries give 1045",
            $"{line}: the statement says {line.Requests + 1} requests, and the entries give {line.Requests}",
            $"{statement.Lines[0]}: the statement says 0 requests, and the entries give {statement.Lines[0].Requests}", "the statement names the root",
        ];
        foreach (var (one, what) in forged.Zip(words))
        {
            scratch.Write("s.json", TestLog.Text(one));
            await Doubts(what, "s.json", "e.jsonl");
        }
        scratch.Write("s.json", TestLog.Text(statement));
        await Doubts("there is nothing to count it from", "s.json");
    }

    int CodeOf(byte[] receipt)
    {
        File.WriteAllBytes(scratch.PathOf("r"), receipt);
        var trust = new Trust();
        Assert.Null(trust.BelieveOnly(scratch.PathOf("quorum.txt")));
        return new Verdict(Verification.Of([scratch.PathOf("r")], trust)).ExitCode;
    }

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
