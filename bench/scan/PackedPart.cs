using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Harness;
using ParquetSharp;
using static System.FormattableString;

namespace ScanBench;

/// <summary>Packed text: a scan beside unpacking alone.</summary>
static class PackedPart
{
    const int RowsEach = 20_000;

    public static Part Run(Sizes sizes, Gardu gardu, Planter planter, string folder, ulong seed)
    {
        var (zstd, gzip, parquet) = (Path.Combine(folder, "speed.txt.zst"), Path.Combine(folder, "speed.jsonl.gz"), Path.Combine(folder, "speed.parquet"));
        Make(zstd, gzip, parquet, planter, folder, sizes, seed);
        var (index, nothing) = (Path.Combine(folder, "own.gidx"), Path.Combine(folder, "nothing.txt"));
        gardu.IndexOnce(index, planter.Collection(sizes.Documents));
        File.WriteAllText(nothing, "");
        var rounds = new Rounds();
        rounds.Add("nothing", () => gardu.Scan(index, "packed", Environment.ProcessorCount, isFast: false, nothing).Seconds);
        foreach (var (file, alone) in new[] { (zstd, (Func<double>)(() => Timed.Run(["sh", "-c", "zstd -dc \"$0\" > /dev/null", zstd]).Seconds)), (gzip, () => Timed.Run(["sh", "-c", "gzip -dc \"$0\" > /dev/null", gzip]).Seconds), (parquet, () => Read(parquet)) })
        {
            rounds.Add(file + " alone", alone);
            rounds.Add(file, () => gardu.Scan(index, "packed", Environment.ProcessorCount, isFast: false, file).Seconds);
        }
        rounds.Run(sizes.Rounds);

        var page = new StringBuilder(Invariant($"## Packed text\n\nAbout {sizes.SpeedOctets / 1e9:0.0} GB of text in each file, the default way, {Environment.ProcessorCount} threads, {Gardu.Head(index).Documents:N0} documents. Unpacking alone is one thread. *Whole* is from start to exit; without its start, which is {new Sample(rounds.Seconds("nothing")).Median:0.00} s with an empty file, the goals are judged. {rounds.Seconds("nothing").Count} rounds, medians.\n\n| | unpacking alone, s | scan, whole, s | scan without start, to unpacking |\n|---|---:|---:|---:|\n"));
        var goals = new List<Goal>();
        foreach (var (file, what, asked) in new[] { (zstd, "text.zst to `zstd -dc`", 1.25), (gzip, "jsonl.gz to `gzip -dc`", 0.8), (parquet, "Parquet (zstd) to ParquetSharp's ByteArray", 1.3) })
        {
            double[] ratios = [.. rounds.Seconds(file).Select((seconds, i) => (seconds - rounds.Seconds("nothing")[i]) / rounds.Seconds(file + " alone")[i])];
            page.Append(Invariant($"| {what} | {Rounds.Told(rounds.Seconds(file + " alone"), "0.00")} | {Rounds.Told(rounds.Seconds(file), "0.00")} | {Rounds.Told(ratios, "0.00")} |\n"));
            goals.Add(new("S6", what, Invariant($"≤ {asked} times"), Rounds.Told(ratios, "0.00"), new Sample(ratios).Median <= asked));
        }
        return new Part(Machine.Describe(), page.Append('\n').ToString(), goals);
    }

    static void Make(string zstd, string gzip, string parquet, Planter planter, string folder, Sizes sizes, ulong seed)
    {
        if (!File.Exists(zstd))
            Timed.Run(["zstd", "-q", SpeedPart.Text(folder, planter, sizes.SpeedOctets, seed), "-o", zstd]);
        if (File.Exists(gzip) && File.Exists(parquet))
            return;
        var lines = Path.ChangeExtension(gzip, null);
        new OtherText(planter.OtherParagraphs).Write(lines, sizes.SpeedOctets, Prng.Of(seed, 21), []);
        using (var properties = new WriterPropertiesBuilder().Compression(Compression.Zstd).Build())
        using (var writer = new ParquetFileWriter(parquet, [new Column<string>("text")], properties))
        {
            foreach (var rows in File.ReadLines(lines).Chunk(RowsEach))
                using (var group = writer.AppendRowGroup())
                using (var column = group.NextColumn().LogicalWriter<string>())
                    column.WriteBatch([.. rows.Select(TextOf)]);
            writer.Close();
        }
        Timed.Run(["gzip", "-f", lines]);
    }

    static string TextOf(string line)
    {
        using var record = JsonDocument.Parse(line);
        return record.RootElement.GetProperty("text").GetString()!;
    }

    /// <summary>Seconds that it takes to read every string, as octets, and look no further.</summary>
    static double Read(string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var file = new ParquetFileReader(path);
        var (values, levels, octets) = (new ByteArray[1024], new short[1024], 0L);
        for (var number = 0; number < file.FileMetaData.NumRowGroups; number++)
        {
            using var group = file.RowGroup(number);
            using var column = (ColumnReader<ByteArray>)group.Column(0);
            while (column.HasNext)
            {
                column.ReadBatch(values.Length, levels, [], values, out var read);
                for (var i = 0; i < read; i++)
                    octets += values[i].Length;
            }
        }
        GC.KeepAlive(octets);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
