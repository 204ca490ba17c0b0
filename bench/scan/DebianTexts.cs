namespace ScanBench;

/// <summary>Real texts of one side: folders of packages of Debian's, and data beside the repository where it is.</summary>
/// <param name="place">Where the benchmark keeps what it fetched and made.</param>
/// <param name="name">The side, which is the folder's name.</param>
/// <param name="more">More folders.</param>
sealed class DebianTexts(string place, string name, params IReadOnlyList<string> more)
{
    /// <summary>The first letter of scripts without spaces.</summary>
    const char FirstWide = '\u2E80';

    List<string[]>? files;

    /// <summary>Where they are.</summary>
    public IReadOnlyList<string> Folders { get; } = [Path.Combine(place, "texts", name), .. more.Where(Directory.Exists)];

    /// <summary>What is used, for the page.</summary>
    public string Sources => string.Join(", ", [.. Directory.GetDirectories(Folders[0]).Order(StringComparer.Ordinal).Select(Path.GetFileName), .. Folders.Skip(1).Select(Path.GetFileName)]);

    /// <summary>Paragraphs by file, each paragraph only where it stands first.</summary>
    public IReadOnlyList<string[]> Files => files ??= Load();

    List<string[]> Load()
    {
        var cache = Path.Combine(place, "texts", name + ".paragraphs");
        if (!File.Exists(cache))
        {
            File.WriteAllLines(cache + ".part", Cut());
            File.Move(cache + ".part", cache);
        }
        var (all, one) = (new List<string[]>(), new List<string>());
        foreach (var line in File.ReadLines(cache))
        {
            if (line.Length > 0)
            {
                one.Add(line);
                continue;
            }
            all.Add([.. one]);
            one.Clear();
        }
        return all;
    }

    IEnumerable<string> Cut()
    {
        Console.Error.WriteLine($"cutting {name} into paragraphs…");
        var (known, isWide) = (new HashSet<string>(), name.StartsWith("ja", StringComparison.Ordinal)); // some English packages have a chapter in Chinese
        var paths = Folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Where(path => new FileInfo(path).LinkTarget is null).Order(StringComparer.Ordinal);
        foreach (var paragraphs in paths.AsParallel().AsOrdered().Select(Paragraphs.Of))
        {
            var isAny = false;
            foreach (var paragraph in paragraphs.Where(paragraph => (isWide || !paragraph.AsSpan().ContainsAnyInRange(FirstWide, char.MaxValue)) && known.Add(paragraph)))
            {
                isAny = true;
                yield return paragraph;
            }
            if (isAny)
                yield return "";
        }
    }
}
