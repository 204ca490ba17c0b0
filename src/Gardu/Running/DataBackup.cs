using Gardu.LedgerKeeping;
using Gardu.Store;
using Gardu.Store.Ledger;

namespace Gardu.Running;

/// <summary>A copy of everything that is kept: the database, and of the data folder keys and address lists. Safe while the gate runs.</summary>
static class DataBackup
{
    static readonly EnumerationOptions Files = new() { AttributesToSkip = FileAttributes.ReparsePoint };
    static readonly EnumerationOptions Deep = new() { AttributesToSkip = FileAttributes.ReparsePoint, RecurseSubdirectories = true };

    /// <summary>Writes the copy into a folder, which must not hold one already. Throws <see cref="IOException"/> and <see cref="Gate.Recording.StoreException"/>.</summary>
    public static void Write(Database database, string dataFolder, string target)
    {
        if (!database.HasRecord())
            throw new IOException($"there is no record in {database}");
        if (database.HasBackup(target))
            throw new IOException($"{target} holds a backup already; name another folder");
        Directory.CreateDirectory(target);
        // The database comes last: what it has and the copied log has not is published again, and never the other way about.
        CopyBeside(dataFolder, target);
        CopyLog(dataFolder, target);
        database.Backup(target);
    }

    /// <summary>Puts a copy back; a gate that runs on it goes on with what the copy holds.</summary>
    public static void Read(Database database, string dataFolder, string source)
    {
        if (!database.HasBackup(source))
            throw new IOException($"{source} holds no backup of {database}");
        Directory.CreateDirectory(dataFolder);
        database.Restore(source);
        CopyBeside(source, dataFolder);
        // A log that is there has what the copied one has and more, and the keys beside it sign it: the database takes back from them what it has lost.
        if (!File.Exists(Path.Combine(dataFolder, TileFolder.Name, PublishedLog.CheckpointPath)))
            CopyLog(source, dataFolder);
        FileOwner.InheritAll(dataFolder);
    }

    /// <summary>Copies the published log with its keys, its checkpoint first: every file that it stands on is there then, and later ones may be.</summary>
    static void CopyLog(string source, string target)
    {
        CopyFiles(source, target, LogKeyFiles.KeyFile, LogKeyFiles.OldKeyFile);
        var from = Path.Combine(source, TileFolder.Name);
        if (!Directory.Exists(from))
            return;
        foreach (var file in Directory.EnumerateFiles(from, "*", Files).Concat(Directory.EnumerateFiles(from, "*", Deep)).Distinct())
        {
            var to = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!); // a file has a folder
            try
            {
                File.Copy(file, to, overwrite: true);
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                // A partial tile that a whole one has replaced meanwhile, or a file that has its own name by now.
            }
        }
    }

    static void CopyFiles(string source, string target, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (File.Exists(Path.Combine(source, name)))
                File.Copy(Path.Combine(source, name), Path.Combine(target, name), overwrite: true);
    }

    static void CopyBeside(string source, string target)
    {
        CopyFiles(source, target, SnapshotBuilder.KeyFile, GateRun.SigningKeyFile);
        var lists = Path.Combine(source, "feeds");
        if (!Directory.Exists(lists))
            return;
        Directory.CreateDirectory(Path.Combine(target, "feeds"));
        foreach (var list in Directory.EnumerateFiles(lists, "*.json", Files))
            File.Copy(list, Path.Combine(target, "feeds", Path.GetFileName(list)), overwrite: true);
    }
}
