namespace Gardu.Testing.Live;

/// <summary>A folder that goes with the test.</summary>
public sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("gardu-").FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public string Read(string name) => File.ReadAllText(PathOf(name));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
