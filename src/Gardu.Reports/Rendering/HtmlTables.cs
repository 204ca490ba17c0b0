namespace Gardu.Reports.Rendering;

/// <summary>Tables of a page.</summary>
public static class HtmlTables
{
    /// <summary>Rows of a table; the rest is only counted.</summary>
    public const int RowsMax = 200;

    /// <summary>Begins a table; a heading that starts with <c>n </c> is over figures.</summary>
    public static void StartTable(this HtmlText page, params ReadOnlySpan<string> headings)
    {
        page.Add($"<div class=\"scroll\"><table><thead><tr>");
        foreach (var heading in headings)
        {
            var isFigure = heading.StartsWith("n ", StringComparison.Ordinal);
            page.Add($"<th{new HtmlText.Markup(isFigure ? " class=\"n\"" : "")}>{(isFigure ? heading[2..] : heading)}</th>");
        }
        page.Add($"</tr></thead><tbody>\n");
    }

    /// <summary>Ends it.</summary>
    public static void EndTable(this HtmlText page) => page.Add($"</tbody></table></div>\n");

    /// <summary>Says how many rows are left out of so many.</summary>
    public static void AddMore(this HtmlText page, int count)
    {
        if (count > RowsMax)
            page.Add($"<p class=\"quiet\">and {Figures.Count(count - RowsMax)} more</p>\n");
    }
}
