using System.Text;
using Harness;
using static System.FormattableString;

namespace ScanBench;

/// <summary>Japanese: passages of one half planted in the other, and the halves held against each other.</summary>
static class JapanesePart
{
    const int Passages = 400, OneInHundred = 10;

    static readonly int[] Lengths = [100, 300];

    public static Part Run(Sizes sizes, Gardu gardu, string folder, DebianTexts owner, DebianTexts other, ulong seed)
    {
        var theirs = other.Files;
        var (passages, rest) = Draw(owner.Files, Prng.Of(seed, 40));
        var (collection, control, planted) = (Path.Combine(folder, "japanese-own.jsonl"), Path.Combine(folder, "japanese-control.jsonl"), Path.Combine(folder, "japanese-planted.jsonl"));
        Write(collection, [.. passages, .. rest.Select(file => string.Join("\n\n", file))]);
        Write(control, theirs.Select(file => string.Join("\n\n", file)));

        var letters = string.Concat(theirs.SelectMany(file => file).Take(1_000)).Where(char.IsLetter).Select(letter => letter.ToString()).ToArray();
        var plants = passages.Select((passage, i) => Level(i) == 0 ? passage : Disguise.EditedLetters(passage, OneInHundred, letters, Prng.Of(seed, 5000 + (ulong)i))).ToArray();
        var places = new OtherText(theirs.SelectMany(file => file)).Write(planted, sizes.SpeedOctets / 20, Prng.Of(seed, 41), plants);
        var truth = passages.Select((passage, i) => new Planted(IdOf(i), Path.GetFileName(planted), places[i].Record, Lengths[i % Lengths.Length], Level(i), "", places[i].Begin, places[i].End, Encoding.UTF8.GetByteCount(passage))).ToArray();

        var index = Path.Combine(folder, "japanese.gidx");
        gardu.Index(index, collection);
        gardu.Scan(index, "japanese", Environment.ProcessorCount, isFast: false, planted);
        gardu.Scan(index, "japanese-control", Environment.ProcessorCount, isFast: false, control);
        var (judge, report, head) = (new Judge(gardu.HitsOf("japanese"), truth), gardu.Report("japanese-control"), Gardu.Head(index));

        var page = new StringBuilder(Invariant($"## Japanese\n\nIndexed: {head.Documents:N0} documents ({head.TextOctets / 1e6:N0} MB), {Passages} of them passages, of {owner.Sources}. The other half, by other authors: {other.Sources}. Named as background: `/usr/share/common-licenses`.\n\n"));
        page.Append("| letters changed | letters | documents found (95%) | substantive or strong | characters | granularity |\n|---|---:|---:|---:|---:|---:|\n");
        foreach (var level in (int[])[0, OneInHundred])
            foreach (var length in Lengths)
            {
                Planted[] some = [.. truth.Where(one => one.Level == level && one.Words == length)];
                page.Append(Invariant($"| {(level == 0 ? "as it was" : Invariant($"{level} in 100"))} | {length} | {Intervals.Told(some.Count(judge.IsFound), some.Length)} | {some.Count(judge.IsNamed)} | {judge.Covered(some):P1} | {judge.Plagdet(some).Granularity:0.00} |\n"));
            }
        page.Append(Invariant($"\nThe one half held against the other, nothing planted: "));
        Finds.Write(page, report);
        Planted[] asItWas = [.. truth.Where(one => one.Level == 0)];
        var (found, named) = (asItWas.Count(judge.IsFound), Finds.Named(report));
        return new Part(Machine.Describe(), page.ToString(),
        [
            new("S13", "Japanese passages of 100 letters and more, as they were", "≥ 99% of documents", Intervals.Told(found, asItWas.Length), found >= 0.99 * asItWas.Length),
            new("S13", "false hits, substantive or strong, Japanese", "0", Finds.Told(named, Finds.Gigabytes(report)), named == 0),
        ]);
    }

    static int Level(int passage) => passage / Lengths.Length % 2 == 0 ? 0 : OneInHundred;

    static string IdOf(int number) => Invariant($"ja-{number}");

    /// <summary>Beginnings of paragraphs, each taken out of its file.</summary>
    static (List<string> Passages, List<string[]> Others) Draw(IReadOnlyList<string[]> files, Prng random)
    {
        var (passages, used) = (new List<string>(), new HashSet<string>());
        while (passages.Count < Passages)
        {
            var length = Lengths[passages.Count % Lengths.Length];
            var paragraph = random.Of(random.Of(files));
            if (paragraph.Length >= length && paragraph[..length].Count(letter => letter >= '\u3040') > length * 3 / 4 && used.Add(paragraph))
                passages.Add(paragraph[..length]);
        }
        return (passages, [.. files.Select(file => file.Where(paragraph => !used.Contains(paragraph)).ToArray()).Where(file => file.Length > 0)]);
    }

    static void Write(string path, IEnumerable<string> texts)
    {
        using var output = File.Create(path);
        foreach (var (text, i) in texts.Select((text, i) => (text, i)))
        {
            output.Write(Encoding.UTF8.GetBytes($"{{\"id\":\"{IdOf(i)}\",\"text\":\""));
            output.Write(Json.Escaped(text));
            output.Write("\"}\n"u8);
        }
    }
}
