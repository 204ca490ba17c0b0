namespace Gardu.Store.Ledger;

/// <summary>
/// What a folder of files needs of a disk, in the steps in which a crash can tear it apart. A file that is created is lost by a crash unless it has been synced, and
/// so is a name unless its folder has been. Every call throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> where it cannot be done.
/// </summary>
interface IDisk
{
    byte[]? Read(string path);

    /// <summary>Makes a file, with the folders that it needs, or writes over one.</summary>
    void Create(string path, ReadOnlySpan<byte> content);

    void SyncFile(string path);

    /// <summary>Gives a file another name in its folder, in place of what has that name.</summary>
    void Rename(string path, string name);

    void SyncFolder(string path);

    void DeleteFolder(string path);
}
