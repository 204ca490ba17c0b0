using System.Collections;
using System.Text.Json;
using Gardu.Evidence.Scan.Matching;

namespace Gardu.Evidence.Scan.Running;

/// <summary>
/// Hits in a file, a line of JSON each, by document and then in the order of the corpus. There may be more than memory holds: each enumeration reads them anew, and throws <see cref="IOException"/> or
/// <see cref="JsonException"/> where that cannot be done.
/// </summary>
public sealed class HitsFile : IEnumerable<Hit>
{
    readonly string path;
    readonly long begin, end;

    HitsFile(string path, long begin, long end) => (this.path, this.begin, this.end) = (path, begin, end);

    /// <summary>Those of a file. Throws <see cref="IOException"/> where there is none.</summary>
    public static HitsFile Of(string path) => new(path, 0, new FileInfo(path).Length);

    /// <summary>Writes hits that come in any order, in theirs: meanwhile they wait in another file, and in memory are 40 octets of each. Throws <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/> where that cannot be written.</summary>
    public static HitsFile Write(string path, IEnumerable<Hit> hits)
    {
        var places = new List<(uint Document, int File, long Record, long PartOffset, long At, int Length)>();
        using (var waiting = new FileStream(path + ".waiting", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose }))
        {
            foreach (var hit in hits)
            {
                var line = JsonSerializer.SerializeToUtf8Bytes(hit, ScanJson.Default.Hit);
                places.Add((hit.Number, hit.File, hit.Record, hit.PartOffset, waiting.Position, line.Length));
                waiting.Write(line);
            }
            places.Sort();
            ScanFolder.WriteLines(path, places.Select(place => Line(waiting, place.At, place.Length)));
        }
        return Of(path);

        static byte[] Line(FileStream from, long at, int length)
        {
            var line = new byte[length];
            from.Position = at;
            from.ReadExactly(line);
            return line;
        }
    }

    /// <summary>The hits of each document.</summary>
    public IEnumerable<HitsFile> ByDocument() => By("number").Select(some => some.Hits);

    /// <summary>Of the hits of one document, those in each file, by its number.</summary>
    public IEnumerable<(int File, HitsFile Hits)> ByFile() => By("file").Select(some => ((int)some.Value, some.Hits));

    /// <summary>Those in a row that have the same value of a member.</summary>
    IEnumerable<(long Value, HitsFile Hits)> By(string member)
    {
        var (value, first, past) = (default(long?), begin, begin);
        foreach (var (line, after) in Lines())
        {
            var next = Member(line, member);
            if (value is { } ended && ended != next)
            {
                yield return (ended, new HitsFile(path, first, past));
                first = past;
            }
            (value, past) = (next, after);
        }
        if (value is { } last)
            yield return (last, new HitsFile(path, first, past));
    }

    long Member(ReadOnlySpan<byte> line, string name)
    {
        var reader = new Utf8JsonReader(line);
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value))
                return value;
            reader.Skip();
        }
        throw new JsonException($"{path} has a line without \"{name}\"");
    }

    /// <summary>The hits, in order.</summary>
    public IEnumerator<Hit> GetEnumerator() => Lines().Select(read => JsonSerializer.Deserialize(read.Line, ScanJson.Default.Hit) ?? throw new JsonException($"{path} has an empty line")).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IEnumerable<(ArraySegment<byte> Line, long After)> Lines()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        file.Position = begin;
        foreach (var read in OctetLines.Read(file, (int)Math.Clamp(end - begin, 1, OctetLines.BufferSize)))
        {
            if (read.After > end)
                yield break;
            yield return read;
        }
    }
}
