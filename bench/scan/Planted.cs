using System.Text.Json;

namespace ScanBench;

/// <summary>Where a passage was planted, and what was made of it.</summary>
/// <param name="Id">The owner's document.</param>
/// <param name="File">The file's name.</param>
/// <param name="Record">The record's number in it, from 0 on.</param>
/// <param name="Words">Words of the passage.</param>
/// <param name="Level">Of a hundred words so many were changed.</param>
/// <param name="Kind">How it was written otherwise where no words were changed.</param>
/// <param name="Begin">Its first octet in the record's text, as the file has it.</param>
/// <param name="End">The one behind its last.</param>
/// <param name="OwnLength">Octets of the owner's document.</param>
sealed record Planted(string Id, string File, long Record, int Words, int Level, string Kind, long Begin, long End, int OwnLength)
{
    public long Length => End - Begin;

    public static void Write(string path, IEnumerable<Planted> all) => System.IO.File.WriteAllLines(path, all.Select(one => JsonSerializer.Serialize(one)));

    public static List<Planted> Read(string path) => [.. System.IO.File.ReadLines(path).Select(line => JsonSerializer.Deserialize<Planted>(line)!)];
}
