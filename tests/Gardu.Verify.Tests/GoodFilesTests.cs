using System.Globalization;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Testing.Live;

namespace Gardu.Verify.Tests;

/// <summary>Every file that a log gives out is verified, and what is said of it is what it shows.</summary>
public sealed class GoodFilesTests : IDisposable
{
    readonly Scratch scratch = new();
    readonly TestLog log = new();

    [Fact]
    public async Task A_receipt_says_what_the_entry_says_and_by_whose_key()
    {
        scratch.Write("keys.txt", log.KeysWithQuorum);
        scratch.Write("r.tlog-proof", log.Receipt(5, isWitnessed: true).ToString());
        var said = await Verifiers.Run(scratch, "--keys", "keys.txt", "r.tlog-proof");
        Assert.Equal((0, "verified"), (said.Code, said.Last));
        Assert.Contains($"signed by key {log.Key.Id:x8} of {TestLog.Origin}, which comes from --keys keys.txt", said.Output, StringComparison.Ordinal);
        Assert.Contains("all of it existed by 2026-11-18T11:08:20Z: cosigned by key", said.Output, StringComparison.Ordinal);
        Assert.Contains("entry 5 is in the log", said.Output, StringComparison.Ordinal);
        Assert.Contains("GET /archive/3?q=\"ü\", agent ClaudeBot, purpose ai-train, proof claimed, decision allow, 103 bytes", said.Output, StringComparison.Ordinal);
        Assert.Contains("\"claimed\", that is, nothing but what the request said of itself", said.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("DOUBT", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_of_an_erased_entry_proves_that_it_was_there()
    {
        log.Erase(4);
        scratch.Write("keys.txt", log.Keys);
        scratch.Write("r", log.Receipt(4).ToString());
        var said = await Verifiers.Run(scratch, "r", "keys.txt");
        Assert.Equal(0, said.Code);
        Assert.Contains("which comes from keys.txt itself", said.Output, StringComparison.Ordinal);
        Assert.Contains("Its payload was erased, or left out of this receipt", said.Output, StringComparison.Ordinal);
        Assert.Contains("no witness that is known signed it", said.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kind_that_nobody_knows_verifies_all_the_same()
    {
        log.Append((EntryKind)99, "{}"u8.ToArray());
        scratch.Write("keys.txt", log.Keys);
        scratch.Write("r", log.Receipt(12).ToString());
        Assert.Equal(0, (await Verifiers.Run(scratch, "r", "keys.txt")).Code);
    }

    [Fact]
    public async Task Checkpoints_are_chained_by_proofs_of_consistency()
    {
        scratch.Write("keys.txt", log.Keys);
        foreach (var size in (int[])[3, 7, 12])
            scratch.Write($"c{size}", log.Note(size).ToString());
        scratch.Write("p3-7", log.Consistency(3, 7).ToString());
        scratch.Write("p7-12", log.Consistency(7).ToString());
        var chained = await Verifiers.Run(scratch, "c3", "c7", "c12", "p3-7", "p7-12", "keys.txt");
        Assert.Equal(0, chained.Code);
        Assert.Contains("the tree of 3 entries is the beginning of the tree of 7", chained.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("no proof of consistency leads", chained.Output, StringComparison.Ordinal);
        var loose = await Verifiers.Run(scratch, "c3", "c12", "keys.txt", "p7-12");
        Assert.Equal(0, loose.Code);
        Assert.Contains("that its tree of 3 entries is the beginning of the tree of 12", loose.Output, StringComparison.Ordinal);
        Assert.Contains("no checkpoint of 7 entries was given", loose.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_whole_export_says_that_nothing_is_missing_and_a_filtered_one_that_nobody_can()
    {
        log.Erase(6);
        scratch.Write("all", log.Export());
        var all = await Verifiers.Run(scratch, "all");
        Assert.Equal(0, all.Code);
        Assert.Contains("12 entries are in the log, from index 0 to 11: 10 usage, 2 declaration", all.Output, StringComparison.Ordinal);
        Assert.Contains("every entry of this stretch is here", all.Output, StringComparison.Ordinal);
        Assert.Contains("what 1 of the entries said", all.Output, StringComparison.Ordinal);
        Assert.Contains("1 by nothing at all, since it named no agent that is known, 4 by nothing but what the request said of itself", all.Output, StringComparison.Ordinal);

        scratch.Write("some", log.Export(new ExportFilter { Agent = "GPTBot", From = log.Entries[4].Envelope.Time, To = log.Entries[11].Envelope.Time }));
        var some = await Verifiers.Run(scratch, "some");
        Assert.Equal(0, some.Code);
        Assert.Contains("that nothing was left out", some.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("every entry of this stretch", some.Output, StringComparison.Ordinal);

        scratch.Write("part", log.Export(new ExportFilter { First = 3, Last = 6 }));
        Assert.Equal(0, (await Verifiers.Run(scratch, "part")).Code);
    }

    [Fact]
    public async Task A_statement_is_counted_again_each_entry_once()
    {
        scratch.Write("s.json", TestLog.Text(log.Statement()));
        scratch.Write("e.jsonl", log.Export());
        scratch.Write("keys.txt", log.Keys);
        scratch.Write("r", log.Receipt(5).ToString());
        var said = await Verifiers.Run(scratch, "s.json", "e.jsonl", "r", "keys.txt");
        Assert.Equal(0, said.Code);
        Assert.Contains("its 10 requests and 1045 bytes", said.Output, StringComparison.Ordinal);

        var filter = new ExportFilter { Licensee = "lic_1" };
        scratch.Write("l.json", TestLog.Text(log.Statement(filter)));
        foreach (var index in (int[])[2, 6, 10])
            scratch.Write($"r{index}", log.Receipt(index).ToString());
        Assert.Equal(0, (await Verifiers.Run(scratch, "l.json", "r2", "r6", "r10", "keys.txt")).Code);
        Assert.Equal(4, (await Verifiers.Run(scratch, "l.json", "r2", "r6", "keys.txt")).Code);
    }

    [Fact]
    public async Task A_case_is_verified_as_a_whole()
    {
        File.WriteAllBytes(scratch.PathOf("c.gardu.zip"), Archive.Of(log.Case()));
        scratch.Write("keys.txt", log.Keys);
        foreach (var arguments in (string[][])[["c.gardu.zip"], ["--keys", "keys.txt", "c.gardu.zip"]])
        {
            var said = await Verifiers.Run(scratch, arguments);
            Assert.Equal((0, "verified"), (said.Code, said.Last));
            Assert.Contains("its files are those of its MANIFEST.sha256", said.Output, StringComparison.Ordinal);
            Assert.Contains("every request was decided by terms that its site had declared before it", said.Output, StringComparison.Ordinal);
            Assert.Contains("its 2 declared files are what the log says was declared", said.Output, StringComparison.Ordinal);
            Assert.Contains("statement.json: its 10 requests and 1045 bytes", said.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_export_larger_than_the_memory_it_may_have()
    {
        const int heap = 24 * 1024 * 1024;
        using var large = new TestLog(0);
        for (var number = 0; number < 500; number++)
            large.Append(EntryKind.Usage, TestLog.Usage(number, terms: new string('a', 60_000)));
        var path = scratch.Write("large", large.Export());
        Assert.True(new FileInfo(path).Length > heap);
        Assert.Equal(0, (await Verifiers.RunProgram(scratch, new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = heap.ToString("x", CultureInfo.InvariantCulture) }, "large")).Code);
    }

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
