using CsCheck;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Tests.Traffic;

public sealed class BytesHashTests
{
    [Fact]
    public void Equal_bytes_hash_alike_and_one_changed_bit_does_not() => Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 10_000]).Sample((bytes, at) =>
    {
        var changed = (byte[])bytes.Clone();
        changed[at % bytes.Length] ^= (byte)(1 << (at % 8));
        Assert.Equal(BytesHash.Of(bytes), BytesHash.Of((byte[])bytes.Clone()));
        Assert.NotEqual(BytesHash.Of(bytes), BytesHash.Of(changed));
    });

    [Fact]
    public void Hashes_spread_over_buckets()
    {
        const int Buckets = 1024;
        var filled = new int[Buckets];
        for (var i = 0; i < Buckets * 16; i++)
            filled[BytesHash.Of(System.Text.Encoding.ASCII.GetBytes($"/news/2026/11/story-{i}")) % Buckets]++;
        Assert.InRange(filled.Max(), 17, 60);
        Assert.InRange(filled.Count(count => count == 0), 0, 3);
    }
}
