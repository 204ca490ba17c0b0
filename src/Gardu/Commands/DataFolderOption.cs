using System.CommandLine;
using Gardu.Configuration;
using Gardu.Terms.Yaml;

namespace Gardu.Commands;

/// <summary>Which data folder a command works on: <c>--data</c>, else what <c>--config</c> (or <c>gardu.yaml</c>) says, else <c>./gardu-data</c>.</summary>
sealed class DataFolderOption
{
    readonly Option<string?> data = new("--data") { Description = $"The gate's data folder (default: that of the configuration, else ./{ConfigurationReader.DefaultData})" };
    readonly Option<string?> config = new("--config") { Description = $"The configuration that names it (default: {ConfigurationFile.DefaultName} where there is one)" };

    public void AddTo(Command command)
    {
        command.Options.Add(data);
        command.Options.Add(config);
    }

    /// <summary>The folder; null where the configuration has problems.</summary>
    public string? Folder(ParseResult parsed, out IReadOnlyList<YamlProblem> problems)
    {
        problems = [];
        if (parsed.GetValue(data) is { } folder)
            return Path.GetFullPath(folder);
        var file = parsed.GetValue(config) ?? (File.Exists(ConfigurationFile.DefaultName) ? ConfigurationFile.DefaultName : null);
        return file is null
            ? Path.GetFullPath(ConfigurationReader.DefaultData)
            : new ConfigurationFile { Path = file }.Load(Environment.GetEnvironmentVariables(), out problems)?.DataFolder;
    }
}
