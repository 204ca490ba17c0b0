using System.Buffers.Binary;
using Gardu.Testing.Live;

namespace Gardu.Verify.Tests;

/// <summary>Archives whose directory says something else than their files: two readers would see two cases.</summary>
public sealed class ForgedArchiveTests : IDisposable
{
    const int EndSize = 22;

    readonly Scratch scratch = new();
    readonly TestLog log = new();

    [Theory]
    [InlineData("the first file's own header", 4)]
    [InlineData("the first file's own header", 8)]
    [InlineData("the first file's own header", 14)]
    [InlineData("the first file's own header", 18)]
    [InlineData("the first file's own header", 30)]
    [InlineData("the directory", 6)]
    [InlineData("the directory", 16)]
    [InlineData("the directory", 34)]
    [InlineData("the directory", 42)]
    [InlineData("the directory", 46)]
    [InlineData("the end", 4)]
    [InlineData("the end", 10)]
    [InlineData("the end", 20)]
    public async Task One_bit_is_found_by_both_verifiers(string where, int at)
    {
        var archive = Archive.Of(log.Case());
        var start = where switch
        {
            "the directory" => (int)BinaryPrimitives.ReadUInt32LittleEndian(archive.AsSpan(archive.Length - EndSize + 16)),
            "the end" => archive.Length - EndSize,
            _ => 0,
        };
        File.WriteAllBytes(scratch.PathOf("c.gardu.zip"), archive);
        Assert.Equal(0, (await Verifiers.Run(scratch, "c.gardu.zip")).Code);
        archive[start + at] ^= 1;
        File.WriteAllBytes(scratch.PathOf("c.gardu.zip"), archive);
        var verdict = await Verifiers.Run(scratch, "c.gardu.zip");
        Assert.True(verdict.Code == 4, $"{where}, octet {at}: {verdict.Output}");
    }

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
