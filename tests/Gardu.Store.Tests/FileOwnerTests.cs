using System.Diagnostics;
using Gardu.Store.Ledger;

namespace Gardu.Store.Tests;

public sealed class FileOwnerTests : IDisposable
{
    const string Account = "65534";

    readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_root_has_put_into_a_folder_of_another_account_is_given_to_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root gives files away");
        Run("chown", Account, folder);
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "below")).FullName, "file");
        File.WriteAllText(file, "");
        Assert.Equal("0", OwnerOf(file));
        FileOwner.InheritAll(folder);
        Assert.All(Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories), path => Assert.Equal(Account, OwnerOf(path)));
    }

    [Fact]
    public void What_root_publishes_there_belongs_to_it_at_once()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root gives files away");
        Run("chown", Account, folder);
        TileFolder.In(folder).Write([new LogFile("tile/0/x001/234", new byte[32])]);
        Assert.All(Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories), path => Assert.Equal(Account, OwnerOf(path)));
    }

    static string OwnerOf(string path) => Run("stat", "--format=%u", path).TrimEnd('\n');

    static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed");
    }
}
