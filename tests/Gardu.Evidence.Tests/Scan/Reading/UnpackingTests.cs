using System.Text;
using Gardu.Evidence.Scan.Reading;
using Gardu.Testing;

namespace Gardu.Evidence.Tests.Scan.Reading;

public sealed class UnpackingTests
{
    static readonly byte[] Lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{{\"text\":\"{number * 7919L % 1_000_003} and {number}\"}}\n")));

    public static TheoryData<string> Packings => ["gz", "zst"];

    static byte[] Pack(string by, ReadOnlySpan<byte> content) => by == "gz" ? Packed.Gzip(content) : Packed.Zstd(content);

    [Theory]
    [MemberData(nameof(Packings))]
    public void What_is_packed_is_read_by_what_is_inside(string by)
    {
        foreach (var name in (string[])["a.jsonl." + by, "a"])
        {
            var packed = Pack(by, Lines);
            var read = Corpus.Read(name, packed);
            Assert.Equal(20_000, read.Records.Count);
            Assert.Equal((packed.Length, (long)Lines.Length), (read.BytesRead, read.BytesUnpacked));
            Assert.Null(read.Problem);
        }
        Assert.Equal(TextKind.Html, Assert.Single(Corpus.Read("a.html." + by, Pack(by, "text"u8)).Records).Kind);
        Assert.Equal(["text"], Corpus.Read("a.txt.gz." + by, Pack(by, Packed.Gzip("text"u8))).Texts);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void Several_members_are_one_text(string by)
    {
        var half = Lines.AsSpan().IndexOf("5000\"}\n"u8);
        var read = Corpus.Read("a.jsonl", [.. Pack(by, Lines.AsSpan(0, half)), .. Pack(by, []), .. Pack(by, Lines.AsSpan(half))]);
        Assert.Equal(20_000, read.Records.Count);
        Assert.Null(read.Problem);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void Where_it_breaks_off_or_is_damaged_what_came_before_is_good(string by)
    {
        // Two members: the second is damaged.
        var (first, second) = (Pack(by, Lines), Pack(by, Lines));
        foreach (var length in (int[])[5, 20, second.Length / 2, second.Length - 1])
        {
            var read = Corpus.Read("a.jsonl", [.. first, .. second[..length]]);
            Assert.InRange(read.Records.Count, 20_000, 40_000);
            Assert.Contains("breaks off", read.Problem, StringComparison.Ordinal);
            Assert.Equal(0, read.Skipped);
            Assert.Equal(first.Length + length, read.Stamp!.Length);
        }
        second[second.Length / 2] ^= 0x55;
        Assert.InRange(Corpus.Read("a.jsonl", [.. first, .. second]).Records.Count, 20_000, 40_000);
        Assert.Contains("damaged", Corpus.Read("a.jsonl", [.. first, .. second]).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void What_stands_behind_it_is_said(string by)
    {
        byte[] behind = [.. Pack(by, "text"u8), .. Encoding.UTF8.GetBytes(new string('x', 20_000))];
        var read = Corpus.Read("a.txt", behind);
        Assert.Equal(["text"], read.Texts);
        Assert.NotNull(read.Problem);
        Assert.Equal(behind.Length, read.Stamp!.Length);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void A_bomb_is_not_unpacked(string by)
    {
        using var corpus = new Corpus();
        var zeros = Pack(by, new byte[100 * 1024 * 1024]);
        byte[] bomb = [.. Enumerable.Repeat(zeros, 20).SelectMany(part => part)];
        var read = Corpus.Read(new MemoryStream(bomb), "a.jsonl");
        Assert.Equal("it unpacks to more than 1,000 times its size and is no text", read.Problem);
        Assert.InRange(read.BytesUnpacked, Unpacking.RatioFrom / 2, 5 * Unpacking.RatioFrom);
    }

    [Fact]
    public void A_window_of_zstd_that_is_too_large_is_refused()
    {
        using var compressor = new ZstdSharp.Compressor(1);
        compressor.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_windowLog, 28);
        var packed = new MemoryStream();
        using (var stream = new ZstdSharp.CompressionStream(packed, compressor, leaveOpen: true))
        {
            for (var count = 0; count < 100; count++)
                stream.Write(Lines);
        }
        var read = Corpus.Read("a.jsonl", packed.ToArray());
        Assert.Empty(read.Records);
        Assert.Contains("too much memory", read.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_packed_too_often_is_refused()
    {
        byte[] packed = "text"u8.ToArray();
        for (var times = 0; times < 3; times++)
            packed = Packed.Gzip(packed);
        Assert.Equal(["text"], Corpus.Read("a", packed).Texts);
        Assert.Equal("it is packed more than 3 times", Corpus.Read("a", Packed.Gzip(packed)).Problem);
    }

    [Fact]
    public void However_it_is_damaged_nothing_is_thrown()
    {
        var lines = Lines[..2000];
        Fuzz.Run(2000, [Packed.Gzip(lines), Packed.Zstd(lines), [.. Packed.Gzip(lines), .. Packed.Gzip(lines)], [.. Packed.Zstd(lines), .. Packed.Zstd(lines)]], input => Corpus.Read("a.jsonl", input));
    }
}
