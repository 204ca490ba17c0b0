using System.Text;
using System.Text.RegularExpressions;
using Harness;
using static System.FormattableString;

namespace ScanBench;

/// <summary>Two editions of a book that were made apart: how much of the one is found in the other.</summary>
static partial class EditionsPart
{
    public static Part Run(Gardu gardu, string folder, string shared)
    {
        var page = new StringBuilder("## Two editions of a book\n\nProject Gutenberg's edition, without what stands around the book, is one document; Standard Ebooks' is scanned. *Share* is of the document's words. *Paragraphs* are those of the one that stand letter for letter, but for line ends, in the other.\n\n| | words | share found | longest run, words | paragraphs |\n|---|---:|---:|---:|---:|\n");
        var goals = new List<Goal>();
        foreach (var (book, title, asked) in new[] { ("moby-dick", "Moby Dick", 0.95), ("sherlock-holmes", "Sherlock Holmes", 0.95), ("pride", "Pride and Prejudice", 0.91) })
        {
            var (one, other) = (Path.Combine(shared, "books", book + "-gutenberg"), Path.Combine(shared, "books", book + "-standard"));
            var figure = $"two editions of {title}";
            if (!Directory.Exists(one) || !Directory.Exists(other))
            {
                goals.Add(new("S11", figure, Invariant($"≥ {asked:P0}"), "", null));
                continue;
            }
            var (text, index) = (Path.Combine(folder, book + ".txt"), Path.Combine(folder, book + ".gidx"));
            var whole = string.Concat(Directory.GetFiles(one, "*.txt").Order(StringComparer.Ordinal).Select(File.ReadAllText));
            File.WriteAllText(text, Around().Match(whole) is { Success: true } inside ? inside.Groups[1].Value : whole);
            gardu.Index(index, text);
            gardu.Scan(index, book, Environment.ProcessorCount, isFast: false, other);
            var found = gardu.Report(book).GetProperty("documents").EnumerateArray().FirstOrDefault();
            var share = found.ValueKind == System.Text.Json.JsonValueKind.Undefined ? 0 : found.GetProperty("share").GetDouble();
            var scanned = string.Concat(Directory.GetFiles(other).Select(File.ReadAllText));
            var paragraphs = Paragraphs.Of(text);
            page.Append(Invariant($"| {title} | {(share == 0 ? 0 : found.GetProperty("words").GetDouble() / share):N0} | {share:P1} | {(share == 0 ? 0 : found.GetProperty("longest").GetDouble()):N0} | {paragraphs.Count(paragraph => scanned.Contains(paragraph, StringComparison.Ordinal)):N0} of {paragraphs.Count:N0} |\n"));
            goals.Add(new("S11", figure, Invariant($"≥ {asked:P0}"), Invariant($"{share:P1}"), share >= asked));
        }
        return new Part(Machine.Describe(), goals.Exists(goal => goal.IsReached is not null) ? page.Append('\n').ToString() : "", goals);
    }

    [GeneratedRegex(@"\*\*\* ?START OF[^*]*\*\*\*(.*)\*\*\* ?END OF", RegexOptions.Singleline)]
    private static partial Regex Around();
}
