using System.IO.Hashing;
using System.Security.Cryptography;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Tests.Scan.Reading;

public sealed class FileStampTests : IDisposable
{
    readonly Corpus corpus = new();

    public void Dispose() => corpus.Dispose();

    [Theory]
    [InlineData(10)]
    [InlineData(FileStamp.EndSize)]
    [InlineData(FileStamp.EndSize + 1)]
    [InlineData(5 * FileStamp.EndSize + 12345)]
    public void A_file_is_stamped_as_it_is_on_disk(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        content[0] = (byte)'a';
        var ends = Math.Min(length, FileStamp.EndSize);
        var expected = new FileStamp(
            length,
            Convert.ToHexStringLower(XxHash128.Hash(content)),
            Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(0, ends))),
            Convert.ToHexStringLower(SHA256.HashData(content.AsSpan(length - ends))));
        Assert.Equal(expected, Corpus.Read(corpus.Write("a.txt", content)).Stamp);
        Assert.Equal(expected, Corpus.Read(new MadeStream(length, at => content[at], atOnce: 70_001), "a.txt").Stamp);
        Assert.NotEqual(expected.Xxh3, Corpus.Read(corpus.Write("a.gz", Packed.Gzip(content))).Stamp!.Xxh3);
    }

    [Theory]
    [InlineData("written to")]
    [InlineData("replaced")]
    [InlineData("longer")]
    [InlineData("gone")]
    public void A_file_that_changes_while_it_is_read_has_a_problem_and_no_stamp(string how)
    {
        var path = corpus.Write("a.txt", "before");
        using var reader = CorpusReaders.Open(path, new ReadOptions());
        var batch = new RecordBatch();
        Assert.True(reader.Read(batch));
        batch.Clear();
        switch (how)
        {
            case "written to":
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(1));
                break;
            case "replaced":
                var time = File.GetLastWriteTimeUtc(path);
                File.Move(corpus.Write("b.txt", "behind"), path, overwrite: true);
                File.SetLastWriteTimeUtc(path, time);
                break;
            case "longer":
                File.AppendAllText(path, "more");
                break;
            default:
                File.Delete(path);
                break;
        }
        Assert.False(reader.Read(batch));
        Assert.Equal("it was changed or replaced while it was read", reader.Problem);
        Assert.Null(reader.Stamp);
    }
}
