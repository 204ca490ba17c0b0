using Gardu.Gate.Recording;

namespace Gardu.Store.Ledger;

/// <summary>
/// The published log as files in a folder, which any web server can hand out. A file is written beside its place, synced, and moved there; then its folder
/// is synced, and every folder above that is new. So a crash leaves whole files alone.
/// </summary>
public sealed class TileFolder : ITileStorage
{
    /// <summary>Its name in a data folder.</summary>
    public const string Name = "ledger";

    const string Unfinished = ".new";

    readonly string folder;
    readonly IDisk disk;

    readonly HashSet<string> known = []; // folders that have been synced into those above them

    internal TileFolder(string folder, IDisk disk) => (this.folder, this.disk) = (folder, disk);

    /// <summary>That of a data folder.</summary>
    public static TileFolder In(string dataFolder) => new(Path.Combine(dataFolder, Name), new Disk());

    /// <inheritdoc/>
    public byte[]? Read(string path) => Guarded(() => disk.Read(Full(path)));

    /// <inheritdoc/>
    public void Write(IReadOnlyList<LogFile> files) => Guarded(() =>
    {
        foreach (var file in files)
            disk.Create(Full(file.Path) + Unfinished, file.Content.Span);
        foreach (var file in files)
            disk.SyncFile(Full(file.Path) + Unfinished);
        foreach (var file in files)
            disk.Rename(Full(file.Path) + Unfinished, Path.GetFileName(file.Path));
        foreach (var changed in files.SelectMany(file => Changed(Full(file.Path))).Distinct().ToArray())
            disk.SyncFolder(changed);
        foreach (var file in files)
            known.Add(Path.GetDirectoryName(Full(file.Path))!); // in the folder
        return true;
    });

    /// <inheritdoc/>
    public void RemovePartials(string path) => Guarded(() =>
    {
        disk.DeleteFolder(Full(path) + ".p");
        known.Remove(Full(path) + ".p");
        return true;
    });

    string Full(string path) => Path.Combine(folder, path);

    /// <summary>The folders whose names a new file changes: its own, and those above until one that is known to last.</summary>
    IEnumerable<string> Changed(string file)
    {
        var own = Path.GetDirectoryName(file)!;
        yield return own;
        for (; own.Length >= folder.Length && !known.Contains(own); own = Path.GetDirectoryName(own)!)
            yield return Path.GetDirectoryName(own)!;
    }

    T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the ledger in {folder}: {failed.Message}", failed);
        }
    }
}
