using System.CommandLine;
using Gardu.Configuration;

namespace Gardu.Commands;

/// <summary>Which data folder a command works on: <c>--data</c>, else what <c>--config</c> (or <c>gardu.yaml</c>) says, else <c>./gardu-data</c>.</summary>
sealed class DataFolderOption
{
    readonly Option<string?> data = new("--data") { Description = $"The gate's data folder (default: that of the configuration, else ./{ConfigurationReader.DefaultData})" };
    readonly Option<string?> config = new("--config") { Description = $"The configuration (default: {ConfigurationFile.DefaultName} where there is one)" };

    public void AddTo(Command command)
    {
        command.Options.Add(data);
        AddConfigurationTo(command);
    }

    /// <summary>Adds <c>--config</c> alone, where nothing of the folder is read.</summary>
    public void AddConfigurationTo(Command command) => command.Options.Add(config);

    /// <summary>The configuration that is named, else the one in the working directory; null where there is none.</summary>
    public string? ConfigurationPath(ParseResult parsed) => parsed.GetValue(config) ?? (File.Exists(ConfigurationFile.DefaultName) ? ConfigurationFile.DefaultName : null);

    /// <summary>What stands at <see cref="ConfigurationPath"/>; throws <see cref="UsageException"/> with every problem where it has any.</summary>
    public GarduConfiguration? Configuration(ParseResult parsed) => ConfigurationPath(parsed) is { } file ? ConfigurationFile.Require(file) : null;

    /// <summary>The folder; the configuration is read for it where the folder is not named, as <see cref="Configuration"/> does.</summary>
    public string Folder(ParseResult parsed) => Folder(parsed, parsed.GetValue(data) is null ? Configuration(parsed) : null);

    /// <summary>The folder, where the configuration has been read.</summary>
    public string Folder(ParseResult parsed, GarduConfiguration? configuration) => Path.GetFullPath(parsed.GetValue(data) ?? configuration?.DataFolder ?? ConfigurationReader.DefaultData);
}
