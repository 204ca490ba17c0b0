using System.CommandLine;
using Gardu.Running;
using Gardu.Store;

namespace Gardu.Commands;

/// <summary><c>gardu backup DIR</c> and <c>gardu restore DIR</c>.</summary>
static class BackupCommands
{
    public static Command CreateBackup() => Create(
        "backup", "Copy records, keys and address lists to a folder, while the gate runs", "Folder to write the copy to",
        DataBackup.Write, (database, folder) => $"backed up {database} to {folder}");

    public static Command CreateRestore() => Create(
        "restore", "Put a backup back in place, while the gate runs or not", "Folder that holds the copy",
        DataBackup.Read, (database, folder) => $"restored {database} from {folder}");

    static Command Create(string name, string description, string argument, Action<Database, string, string> work, Func<Database, string, string> done)
    {
        var folder = new Argument<string>("folder") { Description = argument };
        var data = new DataFolderOption();
        var command = new Command(name, description) { folder };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(folder));
            return CommandRun.Run($"gardu {name}", Console.Error, () =>
            {
                var configuration = data.ConfigurationUnlessFolderAlone(parsed);
                var database = data.Database(parsed, configuration);
                work(database, data.Folder(parsed, configuration), path);
                Console.Error.WriteLine(done(database, path));
                return ExitCode.Done;
            });
        });
        return command;
    }
}
