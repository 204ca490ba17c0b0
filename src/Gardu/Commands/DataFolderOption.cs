using System.CommandLine;
using Gardu.Configuration;
using Gardu.Store;

namespace Gardu.Commands;

/// <summary>
/// What a command works on: the data folder of <c>--data</c>, else what <c>--config</c> (or <c>gardu.yaml</c>) says, else
/// <c>./gardu-data</c>; and the database, which is SQLite in that folder unless the configuration names another. With <c>--data</c> alone
/// no configuration is asked.
/// </summary>
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

    /// <summary>The configuration, where <c>--data</c> does not stand alone.</summary>
    public GarduConfiguration? ConfigurationUnlessFolderAlone(ParseResult parsed) => IsFolderAlone(parsed) ? null : Configuration(parsed);

    /// <summary>The database; the configuration is read for it as <see cref="ConfigurationUnlessFolderAlone"/> does.</summary>
    public Database Database(ParseResult parsed) => Database(parsed, ConfigurationUnlessFolderAlone(parsed));

    /// <summary>The database, where the configuration has been read.</summary>
    public Database Database(ParseResult parsed, GarduConfiguration? configuration) =>
        Store.Database.Of(Folder(parsed, configuration), IsFolderAlone(parsed) ? null : configuration?.Store);

    /// <summary>The folder, where the configuration has been read.</summary>
    public string Folder(ParseResult parsed, GarduConfiguration? configuration) => Path.GetFullPath(parsed.GetValue(data) ?? configuration?.DataFolder ?? ConfigurationReader.DefaultData);

    bool IsFolderAlone(ParseResult parsed) => parsed.GetValue(data) is not null && parsed.GetValue(config) is null;
}
