using Gardu.Reports.Rendering;
using Spectre.Console;

namespace Gardu.Reporting;

/// <summary>Tables of reports in a terminal: no lines, figures to the right.</summary>
static class TerminalTables
{
    const int NameCharsMax = 24;

    static readonly string[] Words = ["", "agent", "company", "purpose", "asked for most", "rule", "value", "mode", "site", "proof", "why"];

    public static readonly Style Dim = new(decoration: Decoration.Dim);

    /// <summary>Begins a table; columns of figures stand to the right.</summary>
    public static Table Start(params string[] headings)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var heading in headings)
            table.AddColumn(new TableColumn(new Text(heading, Dim)) { Padding = new Padding(0, 0, 2, 0), Alignment = Words.Contains(heading) ? Justify.Left : Justify.Right });
        return table;
    }

    /// <summary>Adds a row of texts, some with a style of their own.</summary>
    public static void Row(Table table, params object[] cells) =>
        table.AddRow(cells.Select(cell => cell as Text ?? new Text((string)cell)));

    /// <summary>Prints a line.</summary>
    public static void Line(IAnsiConsole console, string text, Style? style = null)
    {
        console.Write(new Text(text, style ?? Style.Plain));
        console.WriteLine();
    }

    /// <summary>Says how many rows are left out; nothing where none are.</summary>
    public static void More(IAnsiConsole console, int count)
    {
        if (count > 0)
            Line(console, $"and {Figures.Count(count)} more (all of them with --json or --html FILE)", Dim);
    }

    /// <summary>A name that strangers chose, fit for a column.</summary>
    public static string Short(string name) => PrintableText.Of(name, NameCharsMax);
}
