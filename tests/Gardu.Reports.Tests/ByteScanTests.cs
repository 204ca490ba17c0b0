using CsCheck;

namespace Gardu.Reports.Tests;

public sealed class ByteScanTests
{
    static readonly Gen<byte[]> Texts = Gen.Byte[0, 6].Select(b => b == 0 ? (byte)'x' : b).Array[0, 150];

    [Fact]
    public void Searches_find_what_the_frameworks_find() => Gen.Select(Texts, Gen.Byte[1, 7], Gen.Byte[1, 7], Gen.Byte[1, 7]).Sample((text, one, other, third) =>
    {
        // All but rare bytes are replaced, so that hits lie anywhere.
        var sparse = text.Select((b, place) => place % 41 == 0 ? b : (byte)'x').ToArray();
        foreach (var bytes in new[] { text, sparse })
        {
            Assert.Equal(bytes.AsSpan().IndexOf(one), ByteScan.IndexOf(bytes, one));
            Assert.Equal(bytes.AsSpan().IndexOfAny(one, other), ByteScan.IndexOfEither(bytes, one, other));
            Assert.Equal(bytes.AsSpan().IndexOfAny(one, other, third), ByteScan.IndexOfAny(bytes, one, other, third));
        }
    });

    [Fact]
    public void One_changed_byte_makes_a_difference_anywhere() => Gen.Select(Texts, Gen.Int[0, 1000]).Sample((text, at) =>
    {
        var copy = (byte[])text.Clone();
        Assert.True(ByteScan.AreEqual(text, copy));
        Assert.False(ByteScan.AreEqual(text, [.. text, 1]));
        if (text.Length == 0)
            return;
        copy[at % text.Length] ^= 0x40;
        Assert.False(ByteScan.AreEqual(text, copy));
    });
}
