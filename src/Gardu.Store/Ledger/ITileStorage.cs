using Gardu.Gate.Recording;

namespace Gardu.Store.Ledger;

/// <summary>A file of the published log.</summary>
/// <param name="Path">Its address below the log's.</param>
/// <param name="Content">The whole of it.</param>
public readonly record struct LogFile(string Path, ReadOnlyMemory<byte> Content);

/// <summary>
/// Where the published log lies: a folder, or objects in a bucket. Trusted with nothing but durability: whoever changes what lies there is
/// found out by whoever reads it. Every call throws <see cref="StoreException"/> where it cannot be done.
/// </summary>
public interface ITileStorage
{
    /// <summary>Reads a file; null where there is none.</summary>
    byte[]? Read(string path);

    /// <summary>Writes files, or writes over them; each whole or not at all, in no order among them. Once it returns all of them last.</summary>
    void Write(IReadOnlyList<LogFile> files);

    /// <summary>Removes the files of partial tiles of a tile that is whole; they may as well stay.</summary>
    /// <param name="path">The whole tile's.</param>
    void RemovePartials(string path);
}
