using System.Globalization;
using System.Text;

namespace ScanBench;

/// <summary>The owner's collection as JSON Lines, 50,000 documents a file: real passages first, the others of a word chain.</summary>
sealed class OwnerCollection(string folder, ulong seed, IReadOnlyList<Passage> passages, WordChain chain)
{
    public const int EachFile = 50_000;

    const int WordsMin = 300, WordsSpan = 400;

    static readonly string[] Authors = ["A. Wijaya", "M. Okafor", "S. Lindqvist", "R. Castellano", "T. Nakamura", "E. Brandt"];

    /// <summary>What the collection calls a document.</summary>
    public static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"doc-{number:D7}");

    /// <summary>The files that hold the first so many documents, written where they are not there yet.</summary>
    public string[] Write(int documents)
    {
        Directory.CreateDirectory(folder);
        var words = chain.Words.Select(word => Json.Escaped(word + " ")).ToArray();
        var files = new string[(documents + EachFile - 1) / EachFile];
        Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
        {
            var (first, last) = (file * EachFile, Math.Min(documents, (file + 1) * EachFile));
            var path = files[file] = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"own-{first:D7}-{last:D7}.jsonl"));
            if (File.Exists(path))
                return;
            using (var output = new BufferedStream(File.Create(path + ".part"), 1 << 20))
                for (var number = first; number < last; number++)
                    Write(output, number, words);
            File.Move(path + ".part", path);
        });
        return files;
    }

    void Write(Stream output, int number, byte[][] words)
    {
        var random = Prng.Of(seed, (ulong)number);
        var date = new DateOnly(2015, 1, 1).AddDays(random.Below(3650));
        output.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"{{\"id\":\"{IdOf(number)}\",\"url\":\"https://owner.example/{date.Year}/{number}\",\"title\":\"Document {number}\",\"author\":\"{random.Of(Authors)}\",\"date\":\"{date:yyyy-MM-dd}\",\"licence\":\"opted-out-2023\",\"text\":\"")));
        if (number < passages.Count)
            output.Write(Json.Escaped(passages[number].Text));
        else
        {
            Span<int> made = stackalloc int[WordsMin + random.Below(WordsSpan)];
            chain.Make(random, made);
            foreach (var word in made)
                output.Write(words[word]);
        }
        output.Write("\"}\n"u8);
    }
}
