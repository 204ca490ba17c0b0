using System.Globalization;
using System.Text;

namespace ScanBench;

/// <summary>Other text: records of real paragraphs of others, drawn by lot, and in some of them, in the middle, what is planted.</summary>
sealed class OtherText
{
    const int ParagraphsMin = 4, ParagraphsSpan = 12;

    static readonly byte[] PlainBreak = "\n\n"u8.ToArray(), EscapedBreak = "\\n\\n"u8.ToArray();

    readonly (byte[] Plain, byte[] Escaped)[] paragraphs;

    /// <param name="paragraphs">What it is made of.</param>
    public OtherText(IEnumerable<string> paragraphs) => this.paragraphs = [.. paragraphs.Select(paragraph => (Encoding.UTF8.GetBytes(paragraph), Json.Escaped(paragraph)))];

    /// <summary>Writes a file of so many octets or a little more, by its name JSON Lines or one plain text, packed or not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="octets">Octets before packing.</param>
    /// <param name="random">By what paragraphs are drawn.</param>
    /// <param name="plants">What is planted, at even distances.</param>
    /// <returns>Of each plant its record and where it begins and ends in the record's text.</returns>
    public List<(long Record, long Begin, long End)> Write(string path, long octets, Prng random, IReadOnlyList<string> plants)
    {
        var packer = Path.GetExtension(path) switch { ".zst" => "zstd", ".gz" => "gzip", _ => null };
        var unpacked = packer is null ? path : Path.ChangeExtension(path, null);
        var places = WriteUnpacked(unpacked, octets, random, plants);
        if (packer is not null)
            Timed.Run(packer == "zstd" ? ["zstd", "-q", "-f", "--rm", unpacked] : ["gzip", "-f", unpacked]);
        return places;
    }

    List<(long Record, long Begin, long End)> WriteUnpacked(string path, long octets, Prng random, IReadOnlyList<string> plants)
    {
        using var output = new BufferedStream(File.Create(path), 1 << 20);
        var isPlain = path.EndsWith(".txt", StringComparison.Ordinal);
        var places = new List<(long, long, long)>();
        var written = 0L;
        void Put(ReadOnlySpan<byte> some)
        {
            output.Write(some);
            written += some.Length;
        }
        for (var record = 0L; written < octets || places.Count < plants.Count; record++)
        {
            if (!isPlain)
                Put(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"id\":{record},\"url\":\"https://other.example/{record}\",\"text\":\"")));
            var (begin, count) = (isPlain ? 0 : written, ParagraphsMin + random.Below(ParagraphsSpan));
            var isPlanted = places.Count < plants.Count && written > octets * (2 * places.Count + 1) / (2 * plants.Count);
            for (var i = 0; i < count; i++)
            {
                if (i > 0 || (isPlain && record > 0))
                    Put(isPlain ? PlainBreak : EscapedBreak);
                if (isPlanted && i == count / 2)
                {
                    var (plant, at) = (plants[places.Count], written - begin);
                    Put(isPlain ? Encoding.UTF8.GetBytes(plant) : Json.Escaped(plant));
                    places.Add((isPlain ? 0 : record, at, written - begin));
                    Put(isPlain ? PlainBreak : EscapedBreak);
                }
                var (plain, escaped) = random.Of(paragraphs);
                Put(isPlain ? plain : escaped);
            }
            if (!isPlain)
                Put("\"}\n"u8);
        }
        return places;
    }
}
