using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Tests.Scan;

public sealed class RecordJudgeTests
{
    static string[] Collection { get; } = [.. Enumerable.Range(0, 60).Select(i => WrittenText.Text(300, i))];

    [Fact]
    public void A_whole_copy_is_found_whole()
    {
        using var index = new SmallIndex(Collection);
        var (hits, _) = index.Judge(WrittenText.Text(100, 1000) + " " + Collection[17] + " " + WrittenText.Text(100, 1001));
        var hit = Assert.Single(hits);
        Assert.Equal(("doc17", 300.0, 1.0), (hit.Document.Id, hit.Words, hit.Share));
        var run = Assert.Single(hit.Runs);
        Assert.Equal([0, Collection[17].Length], run.Own);
        Assert.Equal([[0, 600]], run.Equal); // in half words
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("case")]
    [InlineData("quotes")]
    [InlineData("html")]
    [InlineData("json")]
    [InlineData("json of html")]
    public void A_copy_that_is_written_in_another_way_is_found_whole(string how)
    {
        using var index = new SmallIndex(Collection);
        var passage = string.Join(' ', Collection[3].Split(' ')[100..150]);
        var copy = how switch
        {
            "lines" => passage.Replace(" ", "\r\n", StringComparison.Ordinal),
            "case" => passage.ToUpperInvariant(),
            "quotes" => "“" + passage.Replace(" ", "’ ‘", StringComparison.Ordinal) + "”",
            "html" => "<p>" + passage.Replace(" ", " <b class=\"x\">", StringComparison.Ordinal) + "</p>&nbsp;",
            "json" => JsonEncodedText.Encode("\"" + passage.Replace(" ", "\n", StringComparison.Ordinal) + "\"").ToString(),
            _ => JsonEncodedText.Encode(WebUtility.HtmlEncode("<p>" + passage + "</p>")).ToString(),
        };
        var hit = Assert.Single(index.Judge($"{WrittenText.Text(200, 5000)} {copy} {WrittenText.Text(200, 5001)}", kind: TextKind.Json).Hits);
        Assert.Equal(("doc3", 50.0), (hit.Document.Id, hit.Words));
    }

    [Fact]
    public void Whatever_64_octets_a_text_has_in_common_with_a_document_they_are_seen()
    {
        var random = new Random(1);
        string[] letters = ["abcdefghij", "ab", "日本語文章", "x日"];
        var own = Enumerable.Range(0, 200).Select(i => new string([.. Enumerable.Range(0, 400).Select(_ => letters[i % 4][random.Next(letters[i % 4].Length)])])).ToArray();
        using var index = new SmallIndex(own);
        var finder = new SeedFinder(index.Index, isFast: false);
        for (var i = 0; i < 4_000; i++)
        {
            var (document, octets) = (i % own.Length, Encoding.UTF8.GetBytes(own[i % own.Length]));
            var begin = random.Next(octets.Length - 64);
            while ((octets[begin] & 0xC0) == 0x80)
                begin--;
            var end = begin + 64;
            while (end < octets.Length && (octets[end] & 0xC0) == 0x80)
                end++;
            byte[] text = [.. Encoding.UTF8.GetBytes(WrittenText.Text(random.Next(20), i)), .. octets[begin..end], .. Encoding.UTF8.GetBytes(WrittenText.Text(random.Next(20), i + 1))];
            Assert.Contains(finder.Find(text).ToArray(), seed => seed.Document == document);
        }
    }

    [Fact]
    public void Sixty_four_octets_are_seen_around_a_phrase_that_a_document_has_often()
    {
        static string Letters(int seed) => WrittenText.Text(20, seed).Replace(" ", "", StringComparison.Ordinal);
        var phrases = Enumerable.Range(0, 40).Select(i => Letters(50_000 + i)[..42]).ToArray();
        var around = Enumerable.Range(0, 30).Select(i => Letters(40_000 + i)).ToArray();
        using var index = new SmallIndex(phrases.Select((phrase, i) => string.Concat(around.Select(other => $"{other[..30]}{i}{other[30..]}{phrase}"))));
        var finder = new SeedFinder(index.Index, isFast: false);
        for (var number = 0; number < phrases.Length; number++)
            for (var i = 1; i < around.Length - 1; i++)
            {
                var text = around[i][^11..] + phrases[number] + around[i + 1][..11];
                Assert.Equal(64, text.Length);
                Assert.Contains(finder.Find(Encoding.UTF8.GetBytes(text)).ToArray(), seed => seed.Document == number);
            }
    }

    [Fact]
    public void A_turn_of_phrase_alone_is_no_candidate()
    {
        using var index = new SmallIndex(Collection);
        var phrases = Collection.Select(text => string.Join(' ', text.Split(' ')[40..48])).Where(phrase => phrase.Replace(" ", "", StringComparison.Ordinal).Length is > 40 and < 64).ToArray();
        // Of an anchor in them what stands around is the same by chance once in 128 times. Without a look at that nearly every phrase was a candidate.
        Assert.InRange(phrases.Sum(phrase => index.Judge($"{WrittenText.Text(60, 300)} {phrase} {WrittenText.Text(60, 301)}").Candidates), 0, phrases.Length / 10);
        Assert.InRange(phrases.Length, 10, Collection.Length);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("ab")]
    [InlineData("0 ")]
    [InlineData("This sentence is written again and again, until nobody reads it any more. ")]
    [InlineData("Line # of a log that says the same of each minute but its number. ")]
    public void Text_that_repeats_itself_takes_no_more_than_its_time(string piece)
    {
        string Repeated(int octets) => string.Concat(Enumerable.Range(0, octets / piece.Length).Select(i => piece.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        using var index = new SmallIndex([.. Collection, $"{Collection[7]} {Repeated(200_000)} {Collection[8]}"]);
        var began = Stopwatch.StartNew();
        var (hits, _) = index.Judge($"{Repeated(500_000)} {Collection[8]}");
        Assert.Contains("doc8", hits.Select(hit => hit.Document.Id));
        Assert.InRange(began.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_run_goes_on_over_words_changed_here_and_there()
    {
        using var index = new SmallIndex(Collection);
        var words = Collection[21].Split(' ')[..200];
        foreach (var changed in (int[])[90, 95, 100, 105])
            words[changed] = "elsewhere";
        var hit = Assert.Single(index.Judge(string.Join(' ', words)).Hits);
        Assert.Equal(196, Assert.Single(hit.Runs).Words);
    }

    [Fact]
    public void Documents_edited_at_ten_in_a_hundred_words_are_found_and_mostly_shown()
    {
        using var index = new SmallIndex(Collection);
        var shares = Enumerable.Range(0, 60).Select(i => index.Judge(WrittenText.Edited(Collection[i], 10, 100 + i)).Hits.SingleOrDefault(hit => hit.Document.Id == $"doc{i}")?.Share ?? 0).ToArray();
        Assert.All(shares, share => Assert.True(share > 0));
        Assert.InRange(shares.Average(), 0.8, 0.92); // nine words in ten are there
    }

    [Fact]
    public void What_is_nobodys_is_not_found()
    {
        using var index = new SmallIndex(Collection);
        for (var i = 0; i < 50; i++)
            Assert.Empty(index.Judge(WrittenText.Text(2_000, 10_000 + i)).Hits);
    }

    [Fact]
    public void Templates_of_the_owner_count_for_nothing()
    {
        var byline = " Subscribe to our newsletter and never miss a story of the many that we write each day for readers like you in all the world and beyond it.";
        using var index = new SmallIndex(Collection.Select(text => text + byline));
        Assert.True(index.Index.Templates > 0);
        Assert.Empty(index.Judge(WrittenText.Text(100, 7777) + byline + byline).Hits);
        var hit = Assert.Single(index.Judge(Collection[5] + byline).Hits);
        Assert.InRange(hit.Words, 295, 305);
        Assert.InRange(hit.Share, 0.97, 1);
    }

    [Theory]
    [InlineData(AnchorClass.Background)]
    [InlineData(AnchorClass.ThirdParty)]
    public void What_others_have_too_counts_for_nothing(AnchorClass @class)
    {
        var quoted = WrittenText.Text(120, 4_242);
        var own = Collection[..3].Select(text => text + " " + quoted).ToArray();
        using var index = new SmallIndex(own, @class, "Somebody else wrote: " + quoted);
        Assert.Equal(@class == AnchorClass.Background, index.Index.Background > 0);
        Assert.Equal(@class == AnchorClass.ThirdParty, index.Index.ThirdParty > 0);
        Assert.Empty(index.Judge("They wrote: " + quoted).Hits);
        Assert.InRange(Assert.Single(index.Judge(own[1]).Hits).Words, 290, 310);
    }
}
