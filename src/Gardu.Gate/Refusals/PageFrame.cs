using System.Net;

namespace Gardu.Gate.Refusals;

/// <summary>The frame of the few pages that the gate itself shows to people: no script, nothing from elsewhere, dark and light.</summary>
static class PageFrame
{
    const string Style =
        "body{font:1.05rem/1.6 system-ui,sans-serif;max-width:38rem;margin:12vh auto;padding:0 1.25rem;color:#1c1b19;background:#fbfaf7}"
        + "h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.1rem;margin:2rem 0 0}a{color:#0b5c8a}.quiet{color:#5d5a54;font-size:.875rem;margin-top:3rem}code{overflow-wrap:anywhere}"
        + "dt{font-weight:600;margin-top:1rem}dd{margin:0}"
        + "@media(prefers-color-scheme:dark){body{color:#ece9e2;background:#191816}a{color:#7cc4ee}.quiet{color:#a8a49b}}";

    /// <summary>What closes a page.</summary>
    public const string End = "</main>\n</body>\n</html>\n";

    /// <summary>The head of a page, up to its first line.</summary>
    public static string Start(string title, string language = "en") =>
        $"""
        <!doctype html>
        <html lang="{language}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>

        """;
}
