using System.Text;
using Gardu.Ledger.Exports;
using Gardu.Testing;
using Gardu.Testing.Live;

namespace Gardu.Verify.Tests;

/// <summary>Damaged files of every kind are doubted or not read, and never break the program.</summary>
public sealed class FuzzTests : IDisposable
{
    const int Cases = 3_000;

    readonly Scratch scratch = new();
    readonly TestLog log = new();

    [Fact]
    public void Damaged_files_end_in_a_verdict()
    {
        byte[][] corpus =
        [
            Archive.Of(log.Case()), .. new[]
            {
                log.Receipt(3).ToString(), log.Note().ToString(), log.Consistency(5).ToString(), log.Export(), log.Keys, log.KeysWithQuorum,
                log.Export(new ExportFilter { Agent = "GPTBot" }), TestLog.Text(log.Statement()),
            }.Select(Encoding.UTF8.GetBytes),
        ];
        var (path, keys) = (scratch.PathOf("file"), scratch.Write("keys.txt", log.Keys));
        Fuzz.Run(Cases, corpus, bytes =>
        {
            File.WriteAllBytes(path, bytes);
            Assert.InRange(new Verdict(Verification.Of([path, keys], new Trust())).ExitCode, 0, 4);
        });
    }

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
