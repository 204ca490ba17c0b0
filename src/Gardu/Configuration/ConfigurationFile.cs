using System.Collections;
using System.Security.Cryptography;
using System.Text;
using Gardu.Terms.Written;
using Gardu.Terms.Yaml;

namespace Gardu.Configuration;

/// <summary>
/// Where a configuration comes from: the file, or none for a first try; over it the environment
/// (<c>GARDU__LISTEN</c>, <c>GARDU__SITES__0__ORIGIN</c>), over that the flags.
/// </summary>
sealed class ConfigurationFile
{
    /// <summary>The file that commands look for where none is named.</summary>
    public const string DefaultName = "gardu.yaml";

    const string EnvironmentPrefix = "GARDU__";

    /// <summary>The file; null for a configuration made of flags alone.</summary>
    public string? Path { get; init; }

    /// <summary>What stands in the file, where it is not to be read; null to read it.</summary>
    public string? Text { get; init; }

    /// <summary>What flags put in place of the file's values: key path, value, the flag's name.</summary>
    public IReadOnlyList<(IReadOnlyList<string> Path, string Value, string Flag)> Flags { get; init; } = [];

    /// <summary>Takes the place of every site's mode; null where the file decides.</summary>
    public Mode? ForcedMode { get; init; }

    /// <summary>Reads it all anew.</summary>
    /// <param name="environment">The process's environment.</param>
    /// <param name="problems">What is wrong; empty exactly where a configuration is returned.</param>
    public GarduConfiguration? Load(IDictionary environment, out IReadOnlyList<YamlProblem> problems)
    {
        var (file, inForce) = (Open(out var folder, out var text), new StringBuilder(text));
        var overrides = environment.Cast<DictionaryEntry>()
            .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value ?? ""))
            .Where(entry => entry.Name.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (name, value) in overrides)
        {
            file.Override(name[EnvironmentPrefix.Length..].Split("__"), value, $"environment variable {name}");
            inForce.Append(name).Append('=').Append(value).Append('\n');
        }
        foreach (var (path, value, flag) in Flags)
        {
            file.Override(path, value, flag);
            inForce.Append(flag).Append('=').Append(value).Append('\n');
        }
        var configuration = file.Problems.Count > 0 ? null : ConfigurationReader.Read(file, folder, ForcedMode);
        problems = file.Problems;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(inForce.Append("--mode=").Append(ForcedMode?.Name()).ToString()));
        return configuration is null ? null : configuration with { Hash = Convert.ToHexStringLower(hash) };
    }

    /// <summary>Reads a file that a command needs; throws <see cref="UsageException"/> with every problem where it has any.</summary>
    public static GarduConfiguration Require(string path, Mode? forced = null) =>
        new ConfigurationFile { Path = path, ForcedMode = forced }.Load(Environment.GetEnvironmentVariables(), out var problems)
        ?? throw new UsageException($"the configuration cannot be used:\n{string.Join('\n', problems)}");

    YamlFile Open(out string folder, out string text)
    {
        text = Text ?? "";
        folder = Path is null ? Directory.GetCurrentDirectory() : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!; // a file has a folder
        if (Path is null)
            return YamlFile.Empty("command line");
        try
        {
            return YamlFile.Parse(Path, text = Text ?? File.ReadAllText(Path));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return YamlFile.Unreadable(Path, failed is FileNotFoundException or DirectoryNotFoundException ? "there is no such file; \"gardu terms preset\" prints one to start from" : failed.Message);
        }
    }
}
