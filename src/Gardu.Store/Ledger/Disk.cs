using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Gardu.Store.Ledger;

/// <summary>The real disk.</summary>
sealed partial class Disk : IDisk
{
    const int OpenReadOnly = 0;

    public byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Create(string path, ReadOnlySpan<byte> content)
    {
        FileOwner.MakeFolder(Path.GetDirectoryName(path)!); // paths of files have one
        File.WriteAllBytes(path, content);
        FileOwner.Inherit(path);
    }

    public void SyncFile(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }

    public void Rename(string path, string name) => File.Move(path, Path.Combine(Path.GetDirectoryName(path)!, name), overwrite: true);

    /// <summary>The framework opens no folders, so the system is asked. Windows writes names with the files.</summary>
    public void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Open(path, OpenReadOnly);
        var failed = folder < 0 || Sync(folder) != 0 ? new Win32Exception() : null;
        if (folder >= 0)
            _ = Close(folder);
        if (failed is not null)
            throw new IOException($"{path} could not be written to the disk: {failed.Message}", failed);
    }

    public void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
