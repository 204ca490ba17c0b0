using System.CommandLine;
using Gardu.Gate.Recording;
using Gardu.LedgerKeeping;

namespace Gardu.Commands.Ledger;

/// <summary>Runs a command on the ledger of a data folder and its database, beside a running gate or without one.</summary>
static class LedgerCommandRun
{
    /// <summary>Sets what a command does.</summary>
    /// <param name="command">The command; gets <c>--data</c> and <c>--config</c>.</param>
    /// <param name="name">As it is typed.</param>
    /// <param name="work">Returns the exit code.</param>
    public static Command On(this Command command, string name, Func<ParseResult, InstallationLedger, int> work)
    {
        var data = new DataFolderOption();
        data.AddTo(command);
        command.SetAction(parsed => CommandRun.Run(name, parsed.InvocationConfiguration.Error, () =>
        {
            var configuration = data.ConfigurationUnlessFolderAlone(parsed);
            var database = data.Database(parsed, configuration);
            if (!database.HasRecord())
                throw new StoreException($"there is no record in {database}; --data or --config names another");
            return work(parsed, InstallationLedger.Of(database, data.Folder(parsed, configuration), configuration));
        }));
        return command;
    }

    /// <summary>Which file <see cref="WriteTo"/> writes.</summary>
    public static Option<string?> OutOption() => new("--out") { Description = "Write to this file (default: standard output)", HelpName = "FILE" };

    /// <summary>Nothing that is there is written over.</summary>
    /// <exception cref="UsageException">It is there.</exception>
    public static void RefuseExisting(string path)
    {
        if (File.Exists(path))
            throw new UsageException($"{path} is there already; name another file");
    }

    /// <summary>Writes a file, or to standard output where none is named.</summary>
    public static void WriteTo(string? path, ParseResult parsed, Action<Stream> write)
    {
        if (path is null)
        {
            using var output = Console.OpenStandardOutput();
            write(output);
            return;
        }
        RefuseExisting(path);
        using (var file = new FileStream(path, FileMode.CreateNew))
            try
            {
                write(file);
            }
            catch
            {
                File.Delete(path); // half a file is no evidence
                throw;
            }
        parsed.InvocationConfiguration.Error.WriteLine($"wrote {path}; gardu-verify --keys keys.txt {path} checks it anywhere, with the keys that gardu ledger key list prints");
    }
}
