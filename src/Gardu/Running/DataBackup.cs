using Gardu.Store;

namespace Gardu.Running;

/// <summary>A copy of everything that is kept: the database, and of the data folder keys and address lists. Safe while the gate runs.</summary>
static class DataBackup
{
    static readonly EnumerationOptions Files = new() { AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Writes the copy into a folder, which must not hold one already. Throws <see cref="IOException"/> and <see cref="Gate.Recording.StoreException"/>.</summary>
    public static void Write(Database database, string dataFolder, string target)
    {
        if (!database.HasRecord())
            throw new IOException($"there is no record in {database}");
        if (database.HasBackup(target))
            throw new IOException($"{target} holds a backup already; name another folder");
        Directory.CreateDirectory(target);
        database.Backup(target);
        CopyBeside(dataFolder, target);
    }

    /// <summary>Puts a copy back; a gate that runs on it goes on with what the copy holds.</summary>
    public static void Read(Database database, string dataFolder, string source)
    {
        if (!database.HasBackup(source))
            throw new IOException($"{source} holds no backup of {database}");
        Directory.CreateDirectory(dataFolder);
        database.Restore(source);
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
