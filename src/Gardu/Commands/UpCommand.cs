using System.CommandLine;
using Gardu.Configuration;
using Gardu.Running;
using Gardu.Terms.Written;

namespace Gardu.Commands;

/// <summary><c>gardu up</c>: runs the gate.</summary>
static class UpCommand
{
    public static Command Create()
    {
        var config = new Option<string?>("--config") { Description = $"The configuration file (default: {ConfigurationFile.DefaultName} where there is one)" };
        var origin = new Option<string?>("--origin") { Description = "Guard one origin without a configuration file, such as http://127.0.0.1:8080" };
        var listen = new Option<string?>("--listen") { Description = $"Public address (default: {ConfigurationReader.DefaultListen})" };
        var operatorUrl = new Option<string?>("--operator") { Description = $"Operator's address (default: {ConfigurationReader.DefaultOperator})" };
        var data = new Option<string?>("--data") { Description = $"Folder for records and lists (default: ./{ConfigurationReader.DefaultData})" };
        var mode = new Option<string?>("--mode") { Description = "observe, warn or enforce, for every site (default: what the file says, else observe)" };
        mode.AcceptOnlyFromAmong("observe", "warn", "enforce");
        var demo = new Option<bool>("--demo") { Description = "Bring a small publication and some visitors, to see the gate at work" };
        var command = new Command("up", "Run the gate in front of your site") { config, origin, listen, operatorUrl, data, mode, demo };
        command.SetAction(async (parsed, stop) =>
        {
            // The library listens for SIGTERM once the action has returned its task: nothing may be said to be ready before.
            await Task.Yield();
            var flags = new List<(IReadOnlyList<string>, string, string)>();
            AddFlag(flags, "listen", parsed.GetValue(listen), "--listen");
            AddFlag(flags, "operator", parsed.GetValue(operatorUrl), "--operator");
            AddFlag(flags, "data", parsed.GetValue(data) is { } folder ? Path.GetFullPath(folder) : null, "--data");
            AddFlag(flags, "sites", parsed.GetValue(origin) is { } url ? $"[{{host: \"*\", origin: {YamlText.Quoted(url)}}}]" : null, "--origin");
            var path = parsed.GetValue(config) ?? (parsed.GetValue(origin) is null && File.Exists(ConfigurationFile.DefaultName) ? ConfigurationFile.DefaultName : null);
            Mode? forced = parsed.GetValue(mode) is { } word && SiteTermsReader.TryParseMode(word, out var read) ? read : null;
            if (parsed.GetValue(demo))
                return await Demo.DemoRun.RunAsync(flags, stop);
            if (path is null && parsed.GetValue(origin) is null)
            {
                Console.Error.WriteLine("gardu up: say what to guard with --origin http://127.0.0.1:8080 or --config gardu.yaml, or look around first with --demo");
                return ExitCode.Usage;
            }
            return await GateRun.RunAsync(new ConfigurationFile { Path = path, Flags = flags, ForcedMode = forced }, stop);
        });
        return command;
    }

    static void AddFlag(List<(IReadOnlyList<string>, string, string)> flags, string key, string? value, string flag)
    {
        if (value is not null)
            flags.Add(([key], value, flag));
    }
}
