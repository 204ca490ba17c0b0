using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gardu.Testing.Live;

namespace Gardu.Verify.Tests;

/// <summary>The program as others get it: one native binary with libsodium beside it, and no .NET.</summary>
public sealed class PublishedTests : IDisposable
{
    readonly Scratch scratch = new();
    readonly TestLog log = new();

    [Fact]
    public async Task The_native_binary_verifies_and_doubts()
    {
        Needs.Program("gcc", "clang");
        Needs.Program("cmake");
        // Built apart, so that nothing changes under the tests that run the other build.
        var folder = scratch.PathOf("published");
        var publish = new ProcessStartInfo("dotnet", ["publish", Project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-nologo", "-v", "quiet",
            "-p:UseSharedCompilation=false", $"-p:ArtifactsPath={scratch.PathOf("artifacts")}", "-o", folder]) { RedirectStandardOutput = true };
        (publish.Environment["MSBUILDDISABLENODEREUSE"], publish.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"]) = ("1", "0");
        using var published = Process.Start(publish)!;
        var said = await published.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await published.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(published.ExitCode == 0, said);

        scratch.Write("keys.txt", log.Keys);
        scratch.Write("r", log.Receipt(3).ToString());
        File.WriteAllBytes(scratch.PathOf("c"), Archive.Of(log.Case()));
        scratch.Write("s", TestLog.Text(log.Statement() with { Requests = 11 }));
        var program = Path.Combine(folder, "gardu-verify");
        Assert.False(File.Exists(program + ".dll"));
        Assert.Equal(0, (await Verifiers.Run(program, ["r", "c", "keys.txt"], scratch)).Code);
        Assert.Equal(4, (await Verifiers.Run(program, ["--json", "s", "c"], scratch)).Code);
        if (Environment.IsPrivilegedProcess)
            await VerifiesAlone(folder);
    }

    /// <summary>A statement on a machine that has the C library, the binary and the files, and nothing else.</summary>
    async Task VerifiesAlone(string published)
    {
        var machine = Directory.CreateDirectory(scratch.PathOf("machine")).FullName;
        foreach (var name in new[] { "gardu-verify", "libsodium.so" })
            File.Copy(Path.Combine(published, name), Path.Combine(machine, name));
        foreach (var word in (await ExternalProcess.Run("ldd", [Path.Combine(published, "gardu-verify")], scratch.Folder)).Split(' ', '\t', '\n').Where(word => word.StartsWith("/lib", StringComparison.Ordinal)))
        {
            Directory.CreateDirectory(machine + Path.GetDirectoryName(word));
            File.Copy(word, machine + word, overwrite: true);
        }
        File.WriteAllText(Path.Combine(machine, "keys.txt"), log.Keys);
        File.WriteAllText(Path.Combine(machine, "export"), log.Export());
        File.WriteAllText(Path.Combine(machine, "statement"), TestLog.Text(log.Statement()));
        var said = await ExternalProcess.Run("chroot", [machine, "/gardu-verify", "--keys", "/keys.txt", "/export", "/statement"], scratch.Folder);
        Assert.EndsWith("verified", said.TrimEnd(), StringComparison.Ordinal);
    }

    static string Project { get; } = Path.GetFullPath("../../tools/Gardu.Verify/Gardu.Verify.csproj", PathOfFolder());

    static string PathOfFolder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
