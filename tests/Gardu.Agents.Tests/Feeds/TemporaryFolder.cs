namespace Gardu.Agents.Tests.Feeds;

/// <summary>A folder of one's own that is gone afterwards.</summary>
sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gardu-").FullName;

    public string Write(string file, string content, DateTime? time = null)
    {
        var path = System.IO.Path.Combine(Path, file);
        File.WriteAllText(path, content);
        if (time is { } known)
            File.SetLastWriteTimeUtc(path, known);
        return path;
    }

    public string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    public DateTime TimeOf(string file) => File.GetLastWriteTimeUtc(System.IO.Path.Combine(Path, file));

    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
