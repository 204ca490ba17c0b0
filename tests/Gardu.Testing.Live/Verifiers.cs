using System.Runtime.CompilerServices;

namespace Gardu.Testing.Live;

/// <summary>What the program said of some files.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record Verdicts(int Code, string Output, string Errors)
{
    public string Last => Output.Split('\n')[^1];
}

/// <summary>Both verifiers, run as anybody would: the program, and the other one in Python, which has to come to the same end.</summary>
public static class Verifiers
{
    /// <summary>The built program, beside this one under artifacts.</summary>
    static string Program { get; } = Path.GetFullPath($"../../Gardu.Verify/{new DirectoryInfo(AppContext.BaseDirectory).Name}/gardu-verify.dll", AppContext.BaseDirectory);

    public static string Python { get; } = PathOf("../Gardu.Verify.Tests/verify.py");

    /// <summary>Runs both in a folder, holds them against each other, and gives what the program said.</summary>
    public static async Task<Verdicts> Run(Scratch scratch, params string[] arguments)
    {
        var verdicts = await RunProgram(scratch, arguments);
        var (code, output, errors) = await RunPython(scratch, arguments);
        Assert.True(code == verdicts.Code, $"the verifiers differ: {verdicts.Code} and {code}\n{verdicts.Output}\n{verdicts.Errors}\n--- and\n{output}\n{errors}");
        return verdicts;
    }

    public static Task<Verdicts> RunProgram(Scratch scratch, params string[] arguments) => Run("dotnet", [Program, .. arguments], scratch);

    public static Task<Verdicts> RunProgram(Scratch scratch, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Run("dotnet", [Program, .. arguments], scratch, environment);

    public static Task<Verdicts> RunPython(Scratch scratch, params string[] arguments) => Run(Interpreter, [Python, .. arguments], scratch);

    /// <summary>Debian's, which has the library for Ed25519.</summary>
    public static string Interpreter
    {
        get
        {
            Needs.Folder("/usr/lib/python3/dist-packages/cryptography");
            return "/usr/bin/python3";
        }
    }

    public static async Task<Verdicts> Run(string program, IEnumerable<string> arguments, Scratch scratch, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var run = ExternalProcess.Start(program, arguments, scratch.Folder, environment);
        var code = await run.WaitForExit();
        return new Verdicts(code, string.Join('\n', run.Output), string.Join('\n', run.Errors));
    }

    static string PathOf(string name, [CallerFilePath] string here = "") => Path.GetFullPath(name, Path.GetDirectoryName(here)!);
}
