namespace ScanBench;

/// <summary>Everything that is made of one seed: the owner's collection, other text with passages of it planted, and the truth about where.</summary>
sealed class Planter
{
    public const int Passages = 1000;

    static readonly string[] Names = ["plain.jsonl", "zstd.jsonl.zst", "gzip.jsonl.gz", "text.txt"];

    readonly string folder;
    readonly ulong seed;
    readonly List<Passage> passages;
    readonly List<string> rest;
    WordChain? chain;

    /// <param name="folder">Where it is kept between runs.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="owner">The owner's real texts.</param>
    /// <param name="other">Others'.</param>
    public Planter(string folder, ulong seed, DebianTexts owner, DebianTexts other)
    {
        (this.folder, this.seed) = (folder, seed);
        passages = Passage.Draw(owner.Files, Passages, Prng.Of(seed, 1), out rest);
        var rows = owner.Files.SelectMany(file => file).SelectMany(WordRows.Of).ToHashSet();
        var all = other.Files.SelectMany(file => file).ToArray();
        OtherParagraphs = [.. all.AsParallel().AsOrdered().Where(paragraph => !WordRows.Of(paragraph).Any(rows.Contains))];
        LeftOut = all.Length - OtherParagraphs.Length;
    }

    /// <summary>Others' paragraphs without those that share twelve words in a row with any of the owner's.</summary>
    public string[] OtherParagraphs { get; }

    /// <summary>How many those are.</summary>
    public int LeftOut { get; }

    /// <summary>The owner's collection, so many documents of it.</summary>
    public string[] Collection(int documents) => new OwnerCollection(Path.Combine(folder, "own"), seed, passages, chain ??= new WordChain(rest)).Write(documents);

    /// <summary>Plants every passage once in other text: levels, lengths, kinds and formats are crossed. Gives the folder and the truth.</summary>
    public (string Corpus, List<Planted> Truth) Plant(long octets)
    {
        var (corpus, truth) = (Path.Combine(folder, "planted"), Path.Combine(folder, "truth.jsonl"));
        if (File.Exists(truth))
            return (corpus, Planted.Read(truth));
        Directory.CreateDirectory(corpus);
        var words = OtherParagraphs.Take(100_000).SelectMany(paragraph => paragraph.Split(' ')).Where(word => word.All(char.IsAsciiLetter)).ToArray();
        var other = new OtherText(OtherParagraphs);
        // Lengths take turns already; levels and kinds go on where all lengths, and files where all levels, have had theirs.
        var plants = passages.Select((passage, i) =>
        {
            var (level, turn) = (Disguise.Levels[i / Passage.Lengths.Length % Disguise.Levels.Length], i / (Passage.Lengths.Length * Disguise.Levels.Length));
            var (kind, random) = (level == 0 ? Disguise.Kinds[turn % Disguise.Kinds.Length] : "edited", Prng.Of(seed, 1000 + (ulong)i));
            var text = level == 0 ? Disguise.As(kind, passage.Text, random) : Disguise.Edited(passage.Text, level, words, random);
            return (Number: i, passage, level, kind, text, File: turn % Names.Length);
        }).ToLookup(plant => plant.File);
        var planted = new List<Planted>[Names.Length];
        Parallel.For(0, Names.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, file =>
        {
            var ofFile = plants[file].ToArray();
            var places = other.Write(Path.Combine(corpus, Names[file]), octets / Names.Length, Prng.Of(seed, 10 + (ulong)file), [.. ofFile.Select(plant => plant.text)]);
            planted[file] = [.. ofFile.Zip(places, (plant, place) => new Planted(OwnerCollection.IdOf(plant.Number), Names[file], place.Record, plant.passage.Words, plant.level, plant.kind, place.Begin, place.End, System.Text.Encoding.UTF8.GetByteCount(plant.passage.Text)))];
        });
        Planted.Write(truth, planted.SelectMany(one => one));
        return (corpus, Planted.Read(truth));
    }
}
