using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Gardu.Commands;

/// <summary>How commands print: JSON for programs; tables for people, without frames and as wide as they need where redirected.</summary>
static class CommandOutput
{
    const int RedirectedWidth = 4000;

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // no page: a terminal or a program reads it
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        NewLine = "\n",
    };

    public static void WriteJson<T>(TextWriter output, T value) => output.WriteLine(JsonSerializer.Serialize(value, Options));

    /// <summary>What <see cref="WriteJson"/> writes of a value of any type.</summary>
    public static string Json(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    public static (IAnsiConsole Console, Table Table) StartTable(TextWriter output, params string[] columns)
    {
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isTerminal)
            console.Profile.Width = RedirectedWidth;
        return (console, new Table().Border(isTerminal ? TableBorder.Rounded : TableBorder.None).AddColumns(columns));
    }

    /// <summary>Adds cells as they are, without markup.</summary>
    public static void AddTexts(this Table table, params string[] cells) => table.AddRow([.. cells.Select(cell => new Text(cell))]);
}
