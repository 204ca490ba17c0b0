using Gardu.Agents.Catalogue;

namespace Gardu.Agents.Undeclared;

/// <summary>What a browser would ask so for.</summary>
public enum RequestKind : byte
{
    /// <summary>Neither: a form, a download, a page fetched ahead. Nothing is counted.</summary>
    Other,

    /// <summary>A page that somebody looks at.</summary>
    Page,

    /// <summary>What a page loads: pictures, styles, its scripts' own requests, frames.</summary>
    Part,
}

/// <summary>Tells pages from what they load.</summary>
public static class RequestKinds
{
    const int ExtensionMax = 12;

    static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> OfPages = new HashSet<string>(
        ["html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "do", "cgi", "cfm", "pl"], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// What it is: the browser's own word first (<c>Sec-Fetch-Dest</c>, W3C Fetch Metadata section 2.1), then the path, then
    /// what it would take: browsers that say nothing of themselves, and sites that have them say nothing of where they come from, still ask for
    /// pictures and styles by name. A script's request looks like a tool's, but comes from a page.
    /// </summary>
    public static RequestKind Of(in RequestHead head)
    {
        if (head.Method != "GET")
            return RequestKind.Other;
        if (head.IsUpgrade)
            return RequestKind.Part;
        if (head.FetchDest is { } dest && dest != "document")
            return RequestKind.Part;
        if (PageViews.IsAsset(head.Target) || (head.FetchDest is null && (head.IsFromScript || NamesPart(head.Accept))))
            return RequestKind.Part;
        if (head.IsAhead || !IsPagePath(head.Target))
            return RequestKind.Other;
        return head.FetchDest is not null || !head.IsFromPage || NamesHtml(head.Accept) ? RequestKind.Page : RequestKind.Part;
    }

    internal static bool NamesHtml(string? accept) => accept is not null && accept.Contains("html", StringComparison.OrdinalIgnoreCase);

    static bool NamesPart(string? accept) =>
        accept is not null && !NamesHtml(accept) && (accept.Contains("image/", StringComparison.OrdinalIgnoreCase) || accept.Contains("text/css", StringComparison.OrdinalIgnoreCase));

    /// <summary>A path without an extension, or with one of pages.</summary>
    static bool IsPagePath(ReadOnlySpan<char> target)
    {
        var end = target.IndexOfAny('?', ';', '#');
        var path = end < 0 ? target : target[..end];
        var name = path[(path.LastIndexOf('/') + 1)..];
        var dot = name.LastIndexOf('.');
        var extension = dot < 0 ? [] : name[(dot + 1)..];
        return extension.Length is 0 or > ExtensionMax || OfPages.Contains(extension);
    }
}
