using Gardu.Store.Sqlite;

namespace Gardu.Running;

/// <summary>A copy of a data folder: the store, the key of hashed addresses, the address lists. Safe while the gate runs.</summary>
static class DataBackup
{
    static readonly EnumerationOptions Files = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Writes the copy into a folder, which must not hold one already. Throws <see cref="IOException"/> and <see cref="Gate.Recording.StoreException"/>.</summary>
    public static void Write(string dataFolder, string target)
    {
        if (!File.Exists(SqliteStore.PathIn(dataFolder)))
            throw new IOException($"there is no store in {dataFolder}");
        if (File.Exists(SqliteStore.PathIn(target)))
            throw new IOException($"{target} holds a backup already; name another folder");
        Directory.CreateDirectory(target);
        SqliteStore.Backup(dataFolder, SqliteStore.PathIn(target));
        CopyBeside(dataFolder, target);
    }

    /// <summary>Puts a copy back into a data folder; a gate that runs on it goes on with what the copy holds.</summary>
    public static void Read(string source, string dataFolder)
    {
        if (!File.Exists(SqliteStore.PathIn(source)))
            throw new IOException($"{source} holds no backup");
        SqliteStore.Restore(SqliteStore.PathIn(source), dataFolder);
        CopyBeside(source, dataFolder);
    }

    static void CopyBeside(string source, string target)
    {
        foreach (var name in (string[])[SnapshotBuilder.KeyFile, GateRun.SigningKeyFile])
            if (File.Exists(Path.Combine(source, name)))
                File.Copy(Path.Combine(source, name), Path.Combine(target, name), overwrite: true);
        var lists = Path.Combine(source, "feeds");
        if (!Directory.Exists(lists))
            return;
        Directory.CreateDirectory(Path.Combine(target, "feeds"));
        foreach (var list in Directory.EnumerateFiles(lists, "*.json", Files))
            File.Copy(list, Path.Combine(target, "feeds", Path.GetFileName(list)), overwrite: true);
    }
}
