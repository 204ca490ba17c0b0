using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.Evidence.Tests.Scan;

/// <summary>Another implementation, in another language and without an index, finds the same, to the octet.</summary>
public sealed class NaiveTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_plainest_way_finds_the_same_runs(int seed)
    {
        var random = new Random(seed);
        string[] documents = [.. Enumerable.Range(0, 12).Select(i => WrittenText.Text(random.Next(30, 260), (seed * 100) + i)), "日本語の文章は空白なしで書かれている。" + string.Concat(Enumerable.Range(0, 150).Select(_ => (char)(0x4E00 + random.Next(500))))];
        string[] records = [.. Enumerable.Range(0, 60).Select(_ => Record(documents, random))];
        using var index = new SmallIndex(documents);
        var found = records.SelectMany((record, number) => index.Judge(record).Hits.Select(hit => Tell(number, int.Parse(hit.Document.Id[3..], CultureInfo.InvariantCulture), hit.Runs.Select(run => (IEnumerable<double>)[.. run.Own, .. run.Text, run.Words])))).ToArray();
        // Whoever shares 64 octets is certain to be seen; with less it may be.
        var naive = JsonDocument.Parse(await ExternalProcess.Run(Needs.Program("python3"), [Program()], "/", JsonSerializer.Serialize(new { documents, records }))).RootElement.EnumerateArray()
            .Where(hit => hit[2].GetInt32() >= 64 || found.Any(seen => seen.StartsWith(Pair(hit[0].GetInt32(), hit[1].GetInt32()), StringComparison.Ordinal)))
            .Select(hit => Tell(hit[0].GetInt32(), hit[1].GetInt32(), hit[3].EnumerateArray().Select(run => run.EnumerateArray().Select(part => part.GetDouble())))).ToArray();
        Assert.True(found.Length > 30, $"only {found.Length} were found");
        Assert.Equal(string.Join('\n', naive), string.Join('\n', found));
    }

    /// <summary>A passage of a document or two, edited in one of many ways, between other words.</summary>
    static string Record(string[] documents, Random random)
    {
        var passage = string.Join(" " + WrittenText.Text(random.Next(12), random.Next()) + " ", Enumerable.Range(0, random.Next(1, 3)).Select(_ =>
        {
            var words = documents[random.Next(documents.Length)].Split(' ');
            var begin = random.Next(words.Length / 2);
            var passage = string.Join(' ', words[begin..random.Next(begin + 1, Math.Min(words.Length, begin + 150) + 1)]);
            return random.Next(2) == 0 ? Rewritten(passage, random) : WrittenText.Edited(passage, new[] { 0, 3, 10, 20, 40 }[random.Next(5)], random.Next());
        }));
        var copy = random.Next(6) switch
        {
            0 => passage.ToUpperInvariant(),
            1 => "<p>" + WebUtility.HtmlEncode(passage).Replace(" ", " <i>", StringComparison.Ordinal) + "</p>",
            2 => JsonEncodedText.Encode(passage.Replace(' ', '\n')).ToString(),
            3 => passage.Replace(" ", "-\r\n", StringComparison.Ordinal),
            _ => passage,
        };
        return $"{WrittenText.Text(random.Next(30), random.Next())} {copy} {WrittenText.Text(random.Next(30), random.Next())}";
    }

    /// <summary>The passage with whole phrases in other words, longer or shorter, about as many as a run bears.</summary>
    static string Rewritten(string passage, Random random)
    {
        var (words, kept) = (passage.Split(' '), new List<string>());
        for (var at = 0; at < words.Length;)
        {
            var taken = random.Next(8, 30);
            kept.AddRange(words.Skip(at).Take(taken));
            at += taken + random.Next(12);
            kept.AddRange(WrittenText.Of(random.Next(14), random.Next()));
        }
        return string.Join(' ', kept);
    }

    static string Tell(int record, int document, IEnumerable<IEnumerable<double>> runs) =>
        Pair(record, document) + string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", runs.Select(run => string.Join(' ', run.Select(part => part.ToString(CultureInfo.InvariantCulture)))))}");

    static string Pair(int record, int document) => string.Create(CultureInfo.InvariantCulture, $"record {record} has document {document}: ");

    static string Program([CallerFilePath] string here = "") => Path.GetFullPath("naive.py", Path.GetDirectoryName(here)!);
}
