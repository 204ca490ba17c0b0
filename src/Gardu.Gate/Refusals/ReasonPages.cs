using System.Net;
using System.Text;
using Gardu.Terms.Decisions;

namespace Gardu.Gate.Refusals;

/// <summary>The pages under <c>/licensing/</c> that explain what the gate answered.</summary>
static class ReasonPages
{
    /// <summary>Where the reasons are listed.</summary>
    public const string IndexPath = FreePaths.OwnPrefix + "reasons/";

    /// <summary>The page of a path; null where there is none.</summary>
    public static string? Find(string path, string? contact)
    {
        if (path is IndexPath || path == IndexPath[..^1])
            return Index(contact);
        return ReasonCodes.Every.FirstOrDefault(reason => path == Refusal.HelpPath(reason)) is { } found ? Page(found, contact) : null;
    }

    static string Index(string? contact)
    {
        var html = new StringBuilder(PageFrame.Start("Reasons"))
            .Append("<h1>Reasons</h1>\n")
            .Append($"<p>Every answer that a machine gets has a reason, and each reason has a page. <a href=\"{FreePaths.OwnPrefix}\">What machines may do here</a></p>\n<dl>\n");
        foreach (var reason in ReasonCodes.Every)
            html.Append($"<dt><a href=\"{Refusal.HelpPath(reason)}\">{reason.Code}</a></dt><dd>{WebUtility.HtmlEncode(reason.Title)}</dd>\n");
        html.Append("</dl>\n");
        if (contact is not null)
            html.Append($"<p>Contact: {WebUtility.HtmlEncode(contact)}</p>\n");
        return html.Append(PageFrame.End).ToString();
    }

    static string Page(ReasonCode reason, string? contact)
    {
        var html = new StringBuilder(PageFrame.Start(reason.Title))
            .Append($"<h1>{WebUtility.HtmlEncode(reason.Title)}</h1>\n<p><code>{reason.Code}</code></p>\n")
            .Append($"<p>{WebUtility.HtmlEncode(reason.Meaning)}</p>\n<p>{WebUtility.HtmlEncode(reason.Remedy)}</p>\n");
        if (contact is not null)
            html.Append($"<p>Contact: {WebUtility.HtmlEncode(contact)}</p>\n");
        return html.Append($"<p class=\"quiet\"><a href=\"{IndexPath}\">All reasons</a></p>\n").Append(PageFrame.End).ToString();
    }
}
