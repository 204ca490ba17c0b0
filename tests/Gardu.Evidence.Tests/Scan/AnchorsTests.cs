using System.Text;
using CsCheck;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Tests.Scan;

public sealed class AnchorsTests
{
    /// <summary>Letters of one and of three octets, of few kinds so that ranks tie, and stretches of each.</summary>
    static Gen<string> Letters(int from, int to) => Gen.OneOf(
        Gen.String[Gen.Char['a', 'z'], 0, 40], Gen.String[Gen.OneOf('a', 'b'), 0, 40], Gen.String[Gen.Char['\u4E00', '\u4E40'], 0, 30], Gen.String[Gen.OneOf('日', '本'), 0, 30], Gen.String[Gen.OneOf('x', '日'), 0, 30]).Array[from, to].Select(string.Concat);

    static (NormalText Text, int[] Places) Choose(string raw, bool isFast)
    {
        var text = new NormalText();
        Normaliser.Normalise(Encoding.UTF8.GetBytes(raw), text);
        return (text, Anchors.Choose(text, isFast, new AnchorPlaces()).ToArray());
    }

    /// <summary>Where the places of a text are that lie in a stretch of it with all that is compared there, from its beginning.</summary>
    static HashSet<int> Inside(string raw, int begin, int length)
    {
        var (text, places) = Choose(raw, isFast: false);
        return [.. places.Where(at => at >= begin && at + Anchors.SizeAt(text.Padded, at) <= begin + length).Select(at => at - begin)];
    }

    [Fact]
    public void Whatever_64_octets_two_texts_share_they_have_an_anchor_in_common() =>
        Gen.Select(Letters(2, 6), Letters(0, 4), Letters(0, 4), Letters(0, 4), Letters(0, 4)).Sample((run, before, after, otherBefore, otherAfter) =>
        {
            var length = Encoding.UTF8.GetByteCount(run);
            var one = Inside(before + run + after, Encoding.UTF8.GetByteCount(before), length);
            var other = Inside(otherBefore + run + otherAfter, Encoding.UTF8.GetByteCount(otherBefore), length);
            // Every stretch of 64, not just one of the whole run. Stretches may begin within a letter.
            for (var begin = 0; begin + Anchors.GuaranteedRun <= length; begin++)
            {
                var end = begin + Anchors.GuaranteedRun;
                Assert.Contains(one.Intersect(other), at => at >= begin && at + SizeIn(run, at) <= end);
            }
        }, iter: 4_000);

    static int SizeIn(string run, int at)
    {
        var text = new NormalText();
        Normaliser.Normalise(Encoding.UTF8.GetBytes(run), text);
        return Anchors.SizeAt(text.Padded, at);
    }

    [Fact]
    public void Places_lie_in_the_text_and_the_fast_ones_are_among_the_others() => Letters(0, 12).Sample(raw =>
    {
        var (text, places) = Choose(raw, isFast: false);
        Assert.All(places, at => Assert.InRange(at, 0, text.Length - Anchors.SizeAt(text.Padded, at)));
        Assert.Equal(places.Length, places.Distinct().Count());
        Assert.Subset(places.ToHashSet(), Choose(raw, isFast: true).Places.ToHashSet());
    }, iter: 3_000);

    [Fact]
    public void Sixteen_at_a_time_give_the_same_places_as_one_by_one()
    {
        if (!System.Runtime.Intrinsics.X86.Avx512Vbmi.IsSupported)
            return; // then there is one way alone
        Gen.OneOf(Gen.String[Gen.Char['a', 'z'], 100, 500], Gen.String[Gen.OneOf('a', 'b'), 100, 500]).Sample(raw =>
        {
            var (text, one, many) = (new NormalText(), new AnchorPlaces(), new AnchorPlaces());
            Normaliser.Normalise(Encoding.UTF8.GetBytes(raw), text);
            var count = Math.Min(448, text.Length - Anchors.GuaranteedRun + 1);
            AnchorGaps.ByOne(text.Padded, 0, count - 1, one);
            AnchorGaps.ByVector(text.Padded, 0, count, many);
            Assert.Equal(one.All.ToArray().Distinct().Order(), many.All.ToArray().Distinct().Order());
        }, iter: 5_000);
    }

    [Fact]
    public void Fingerprints_are_of_the_octets_compared_and_no_others()
    {
        var (text, places) = Choose(string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{i * 7919 % 10007} 日本語{(char)('一' + (i * 31 % 4000))}")), isFast: false);
        Assert.NotEmpty(places);
        foreach (var at in places)
        {
            var size = Anchors.SizeAt(text.Padded, at);
            var alone = new byte[size + NormalText.Padding];
            text.Octets.Slice(at, size).CopyTo(alone);
            Assert.Equal(Anchors.FingerprintAt(alone, 0), Anchors.FingerprintAt(text.Padded, at));
            for (var octet = 0; octet < size; octet++)
            {
                alone[octet] ^= 1; // the class stays the same
                Assert.NotEqual(Anchors.FingerprintAt(text.Padded, at), Anchors.FingerprintAt(alone, 0));
                alone[octet] ^= 1;
            }
        }
    }

    [Theory]
    [InlineData(false, 14.0, 11.0)]
    [InlineData(true, 36.0, 28.0)]
    public void So_many_octets_have_an_anchor(bool isFast, double most, double least)
    {
        var random = new Random(1);
        var words = Enumerable.Range(0, 5_000).Select(_ => new string([.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => (char)('a' + random.Next(26)))])).ToArray();
        var (text, places) = Choose(string.Join(' ', Enumerable.Range(0, 200_000).Select(_ => words[(int)(words.Length * Math.Pow(random.NextDouble(), 2))])), isFast);
        Assert.InRange((double)text.Length / places.Length, least, most);
    }
}
