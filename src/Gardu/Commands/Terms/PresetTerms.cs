using System.CommandLine;
using Gardu.Configuration;
using Gardu.Presets;
using Gardu.Terms.Yaml;

namespace Gardu.Commands.Terms;

/// <summary><c>gardu terms preset</c>: whole configurations to start from.</summary>
static class PresetTerms
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = $"Which to print: {Names} (default: list them)", Arity = ArgumentArity.ZeroOrOne };
        var host = new Option<string?>("--host") { Description = "The host of your site, in place of the sample's" };
        var origin = new Option<string?>("--origin") { Description = "The server that holds your content, such as http://127.0.0.1:8080" };
        var tests = new Option<bool>("--tests") { Description = "Print the preset's tests, which gardu terms test runs" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("preset", "Print terms to start from, for a kind of site") { name, host, origin, tests, json };
        command.SetAction(parsed => CommandRun.Run("gardu terms preset", parsed.InvocationConfiguration.Error, () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (ownHost, ownOrigin) = (Read<string>(Readers.Host, parsed.GetValue(host)), Read<Uri>(Readers.Origin, parsed.GetValue(origin)));
            if (parsed.GetValue(name) is not { } wanted)
                WriteList(output, parsed.GetValue(json));
            else if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, Json(Find(wanted), ownHost, ownOrigin));
            else
                output.Write(parsed.GetValue(tests) ? Find(wanted).Tests : Find(wanted).For(ownHost, ownOrigin));
            return ExitCode.Done;
        }));
        return command;
    }

    static string Names => string.Join(", ", Preset.Every.Select(preset => preset.Name));

    static Preset Find(string name) => Preset.Every.FirstOrDefault(preset => preset.Name == name)
        ?? throw new UsageException($"no preset \"{name}\"; there are {Names}{Suggestion.For(name, Preset.Every.Select(preset => preset.Name))}");

    static T? Read<T>(Reader<T> read, string? text) where T : class =>
        text is null ? null : read(text, out var value, out var error) ? value : throw new UsageException(error!); // set where nothing was read

    static void WriteList(TextWriter output, bool asJson)
    {
        if (asJson)
        {
            CommandOutput.WriteJson(output, Preset.Every.Select(preset => new { preset.Name, preset.Sentence }));
            return;
        }
        var (console, table) = CommandOutput.StartTable(output, "preset", "for");
        foreach (var preset in Preset.Every)
            table.AddTexts(preset.Name, preset.Sentence);
        console.Write(table);
    }

    static object Json(Preset preset, string? host, Uri? origin) => new { preset.Name, preset.Sentence, Yaml = preset.For(host, origin), preset.Tests };
}
