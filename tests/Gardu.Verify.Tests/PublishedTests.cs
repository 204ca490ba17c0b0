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
        // Built apart, so that nothing changes under the tests that run the other build.
        var folder = scratch.PathOf("published");
        var publish = new ProcessStartInfo("dotnet", ["publish", Project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-nologo", "-v", "quiet",
            "-p:UseSharedCompilation=false", $"-p:ArtifactsPath={scratch.PathOf("artifacts")}", "-o", folder]);
        (publish.Environment["MSBUILDDISABLENODEREUSE"], publish.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"]) = ("1", "0");
        using var published = Process.Start(publish)!;
        await published.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, published.ExitCode);

        scratch.Write("keys.txt", log.Keys);
        scratch.Write("r", log.Receipt(3).ToString());
        File.WriteAllBytes(scratch.PathOf("c"), Archive.Of(log.Case()));
        scratch.Write("s", TestLog.Text(log.Statement() with { Requests = 11 }));
        var program = Path.Combine(folder, "gardu-verify");
        Assert.False(File.Exists(program + ".dll"));
        Assert.Equal(0, (await Verifiers.Run(program, ["r", "c", "keys.txt"], scratch)).Code);
        Assert.Equal(4, (await Verifiers.Run(program, ["--json", "s", "c"], scratch)).Code);
    }

    static string Project { get; } = Path.GetFullPath("../../tools/Gardu.Verify/Gardu.Verify.csproj", PathOfFolder());

    static string PathOfFolder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
