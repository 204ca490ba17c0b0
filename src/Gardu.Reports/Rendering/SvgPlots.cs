using System.Globalization;
using System.Text;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Rendering;

/// <summary>Plots, drawn when the page is made. Words stand beside them as text, so that they stay readable at any width.</summary>
public static class SvgPlots
{
    const int Width = 1000;
    const int Height = 200;

    /// <summary>A bar of segments, each a class name and its size, as long as its part of <paramref name="whole"/>.</summary>
    public static HtmlText.Markup Bar(long whole, string label, params ReadOnlySpan<(string Class, long Size)> segments)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"bar\" viewBox=\"0 0 {Width} 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{HtmlText.Escape(label)}\">");
        var at = 0.0;
        foreach (var (name, size) in segments)
        {
            if (size == 0 || whole == 0)
                continue;
            var width = Math.Max((double)size / whole * Width, 2);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{name}\" x=\"{at:0.#}\" y=\"0\" width=\"{width:0.#}\" height=\"10\"/>");
            at += width;
        }
        return new HtmlText.Markup(svg.Append("</svg>").ToString());
    }

    /// <summary>Machines and, above them, people over time.</summary>
    internal static HtmlText.Markup Series(IReadOnlyList<SeriesPoint> columns, string label) =>
        Columns([.. columns.Select(column => (IReadOnlyList<long>)[column.Machines, column.People])], ["machines", "people"], label);

    /// <summary>Columns over time, each of one part or more, the first of them at the bottom.</summary>
    /// <param name="columns">Sizes of the parts, one list for each column; one column or more, not all empty.</param>
    /// <param name="classes">A class name for each part.</param>
    /// <param name="label">What it shows, for those who do not see it.</param>
    public static HtmlText.Markup Columns(IReadOnlyList<IReadOnlyList<long>> columns, IReadOnlyList<string> classes, string label)
    {
        var highest = columns.Max(column => column.Sum());
        var width = (double)Width / columns.Count;
        StringBuilder[] paths = [.. classes.Select(_ => new StringBuilder())];
        for (var i = 0; i < columns.Count; i++)
        {
            var top = (double)Height;
            for (var part = 0; part < classes.Count; part++)
            {
                var height = (double)columns[i][part] / highest * Height;
                top -= height;
                Column(paths[part], i * width, width, top, height);
            }
        }
        var parts = string.Concat(classes.Zip(paths, (name, path) => $"<path class=\"{name}\" d=\"{path}\"/>"));
        return new HtmlText.Markup($"<svg class=\"plot\" viewBox=\"0 0 {Width} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{HtmlText.Escape(label)}\">{parts}</svg>");
    }

    /// <summary>What a colour stands for.</summary>
    public static HtmlText.Markup Key(string name, string words) =>
        new($"<span class=\"key\"><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{name}\" width=\"10\" height=\"10\"/></svg>{HtmlText.Escape(words)}</span>");

    static void Column(StringBuilder path, double x, double width, double y, double height)
    {
        if (height > 0)
            path.Append(CultureInfo.InvariantCulture, $"M{x:0.##} {y:0.##}h{width:0.##}v{height:0.##}h-{width:0.##}z");
    }
}
