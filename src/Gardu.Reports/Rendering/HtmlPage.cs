namespace Gardu.Reports.Rendering;

/// <summary>What every page begins with.</summary>
public static class HtmlPage
{
    /// <summary>Begins a page that needs nothing else, and may load nothing.</summary>
    /// <param name="page">An empty page.</param>
    /// <param name="title">What the page is called.</param>
    /// <param name="style">CSS of this page alone, behind that of every page.</param>
    public static void StartPage(this HtmlText page, string title, string style = "") => page.Add($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{title}</title>
        <style>{new HtmlText.Markup(ReportStyle.Css + style)}</style>
        </head>
        <body>

        """);
}
