using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Testing.Live;

namespace Gardu.Verify.Tests;

/// <summary>Cases in which something was changed, taken out, put in, or packed to deceive.</summary>
public sealed class ForgedCasesTests : IDisposable
{
    readonly Scratch scratch = new();
    readonly TestLog log = new();

    async Task Doubts(string what, byte[] archive)
    {
        File.WriteAllBytes(scratch.PathOf("c.gardu.zip"), archive);
        var said = await Verifiers.Run(scratch, "c.gardu.zip");
        Assert.Equal(4, said.Code);
        Assert.Contains(what, said.Output, StringComparison.Ordinal);
    }

    /// <summary>A case that was changed and whose manifest was written anew.</summary>
    Task Doubts(string what, Action<SortedDictionary<string, string>> change)
    {
        var files = log.Case();
        change(files);
        return Doubts(what, Archive.Of(files));
    }

    /// <summary>A case that was changed behind its manifest's back.</summary>
    Task DoubtsUnsaid(string what, Action<SortedDictionary<string, string>> change)
    {
        var files = log.Case();
        var manifest = Archive.Manifest(files);
        change(files);
        return Doubts(what, Archive.Exactly([new("MANIFEST.sha256", manifest), .. files]));
    }

    [Fact]
    public Task A_file_that_is_not_what_the_manifest_says() => DoubtsUnsaid("README.txt has the hash", files => files["README.txt"] += "!");

    [Fact]
    public Task A_file_that_the_manifest_does_not_know() =>
        DoubtsUnsaid($"declared/{TestLog.HashOf("more")} is not in MANIFEST.sha256: it was put in later", files => files[$"declared/{TestLog.HashOf("more")}"] = "more");

    [Fact]
    public Task A_declared_file_that_was_taken_out() => DoubtsUnsaid("and not in the case: it was taken out", files => files.Remove($"declared/{TestLog.HashOf(TestLog.Page)}"));

    [Fact]
    public Task A_file_that_every_case_has_and_this_has_not() => Doubts("statement.json is missing in it", files => files.Remove("statement.json"));

    [Fact]
    public Task A_manifest_that_is_none() =>
        Doubts("MANIFEST.sha256 is not as sha256sum writes it", Archive.Exactly([new("MANIFEST.sha256", Archive.Manifest(log.Case())[..^1]), .. log.Case()]));

    [Fact]
    public Task A_declared_file_with_other_words() => Doubts("it is not what was declared", files => files[$"declared/{TestLog.HashOf(TestLog.Terms)}"] = "User-agent: *\nAllow: /\n");

    [Fact]
    public Task A_declared_file_that_no_entry_declares() => Doubts("no declaration in the log is of it", files => files[$"declared/{TestLog.HashOf("more")}"] = "more");

    [Fact]
    public Task A_statement_with_another_number() =>
        Doubts("statement.json: in all: the statement says 11 requests", files => files["statement.json"] = TestLog.Text(log.Statement() with { Requests = 11 }));

    [Fact]
    public Task A_statement_of_another_export() => Doubts("is of another export", files => files["statement.json"] = TestLog.Text(log.Statement() with { Filter = new ExportFilter { First = 0 } }));

    [Fact]
    public Task An_export_with_an_entry_dropped() =>
        Doubts("entries.jsonl line 6: the entry at index 4 is missing", files => files["entries.jsonl"] = TestLog.Export(log.Header(), log.Lines().Where(line => line.Index != 4)));

    [Fact]
    public Task Keys_of_nobody() => Doubts("keys.txt in it cannot be read: line 1", files => files["keys.txt"] = "key of mine\n");

    [Fact]
    public Task Terms_that_nobody_declared()
    {
        log.Append(EntryKind.Usage, TestLog.Usage(20, terms: "0123456789ab"));
        return Doubts("was decided by terms 0123456789ab of news.example, and no declaration in the log is of these terms", _ => { });
    }

    [Fact]
    public Task Terms_that_were_declared_only_later()
    {
        log.Append(EntryKind.Usage, TestLog.Usage(20), log.Entries[0].Envelope.Micros - 1);
        return Doubts("which the log declares only at", _ => { });
    }

    [Fact]
    public Task A_name_that_stands_twice() =>
        Doubts("README.txt stands in it twice", Archive.Exactly([new("MANIFEST.sha256", Archive.Manifest(log.Case())), .. log.Case(), new("README.txt", "another")]));

    [Theory]
    [InlineData("../keys.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("declared/../../x")]
    [InlineData("declared/")]
    [InlineData("Keys.txt")]
    [InlineData("a\\b")]
    public Task A_name_that_leads_elsewhere(string name) => Doubts("which is no file of a case; do not unpack it", files => files[name] = "");

    [Fact]
    public Task A_bomb() => Doubts("README.txt would unpack to 40000000 octets", files => files["README.txt"] = new string(' ', 40_000_000));

    [Fact]
    public async Task Bytes_before_behind_and_missing()
    {
        var archive = Archive.Of(log.Case());
        foreach (var other in (byte[][])[[.. archive, 0], [.. archive[..^30]], [.. "PK\u0003\u0004"u8, .. archive], [.. "PK\u0003\u0004"u8]])
            await Doubts("it is no archive as cases are", other);
    }

    [Fact]
    public Task Two_names_for_one_file()
    {
        var archive = Archive.Of(log.Case());
        archive[archive.AsSpan().IndexOf("README.txt"u8)] = (byte)'r'; // where the file itself stands; the directory has it unchanged
        return Doubts("it has two names for one file", archive);
    }

    [Fact]
    public async Task A_case_of_another_log()
    {
        using var other = new TestLog(seed: 2);
        scratch.Write("keys.txt", other.Keys);
        File.WriteAllBytes(scratch.PathOf("c"), Archive.Of(log.Case()));
        var said = await Verifiers.Run(scratch, "--keys", "keys.txt", "c");
        Assert.Equal(4, said.Code);
        Assert.Contains("wrong key", said.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
