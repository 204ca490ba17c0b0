using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using Gardu.Gate.Sites;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;

namespace Gardu.Gate.Refusals;

/// <summary>
/// The body that stands in for the origin's: a page a person can read, or a problem (RFC 9457) a program can. Made once
/// for a reason, price and contact; only the request's id changes.
/// </summary>
sealed class Refusal
{
    static readonly Encoding Utf8 = new UTF8Encoding(false);

    readonly (byte[] Before, byte[] After) page;
    readonly (byte[] Before, byte[] After) problem;

    /// <summary>Prepares both bodies.</summary>
    /// <param name="status">HTTP status, 400 to 599.</param>
    /// <param name="reason">Why.</param>
    /// <param name="price">What would be asked; null where there is no price.</param>
    /// <param name="site">Whose content it is; null where no site was found.</param>
    public Refusal(int status, ReasonCode reason, Price? price, Site? site)
    {
        var help = (site?.Url?.GetLeftPart(UriPartial.Authority) ?? "") + HelpPath(reason);
        page = Split(Page(status, reason, price, site?.Contact, help));
        problem = Split(Problem(status, reason, price, site?.Contact, help));
    }

    /// <summary>Where a reason's page is on every site.</summary>
    public static string HelpPath(ReasonCode reason) => $"{FreePaths.OwnPrefix}reasons/{reason.Code}";

    /// <summary>Length in bytes of a body that holds <paramref name="id"/>.</summary>
    public int Length(bool asProblem, string id) => Parts(asProblem).Before.Length + id.Length + Parts(asProblem).After.Length;

    /// <summary>Writes a body.</summary>
    public void Write(IBufferWriter<byte> writer, bool asProblem, string id)
    {
        var (before, after) = Parts(asProblem);
        writer.Write(before);
        Utf8.GetBytes(id, writer);
        writer.Write(after);
    }

    (byte[] Before, byte[] After) Parts(bool asProblem) => asProblem ? problem : page;

    const string IdMark = "{{request}}";

    static (byte[] Before, byte[] After) Split(string text)
    {
        var at = text.IndexOf(IdMark, StringComparison.Ordinal);
        return (Utf8.GetBytes(text[..at]), Utf8.GetBytes(text[(at + IdMark.Length)..]));
    }

    static string Page(int status, ReasonCode reason, Price? price, string? contact, string help)
    {
        var html = new StringBuilder();
        html.Append(PageFrame.Start($"{status} {reason.Title}"))
            .Append($"<h1>{WebUtility.HtmlEncode(reason.Title)}</h1>\n<p>{WebUtility.HtmlEncode(reason.Meaning)}</p>\n");
        if (price is not null)
            html.Append($"<p>The price is <strong>{WebUtility.HtmlEncode(price.ToString())}</strong>{(price.Unit == PriceUnit.Request ? " for each request" : "")}.</p>\n");
        html.Append($"<p>{WebUtility.HtmlEncode(reason.Remedy)}</p>\n");
        if (contact is not null)
            html.Append($"<p>Contact: {ContactLink(contact)}</p>\n");
        html.Append($"<p class=\"quiet\">Status {status} · reason <a href=\"{WebUtility.HtmlEncode(help)}\">{reason.Code}</a> · request <code>{IdMark}</code></p>\n")
            .Append(PageFrame.End);
        return html.ToString();
    }

    static string ContactLink(string contact)
    {
        var text = WebUtility.HtmlEncode(contact);
        return contact.Contains("://", StringComparison.Ordinal) ? $"<a href=\"{text}\">{text}</a>" : $"<a href=\"mailto:{text}\">{text}</a>";
    }

    static string Problem(int status, ReasonCode reason, Price? price, string? contact, string help)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type", help);
            json.WriteString("title", reason.Title);
            json.WriteNumber("status", status);
            json.WriteString("detail", $"{reason.Meaning} {reason.Remedy}");
            json.WriteString("reason", reason.Code);
            json.WriteString("help", help);
            json.WriteString("request", IdMark);
            if (price is not null)
                json.WriteString("price", price.ToString());
            if (contact is not null)
                json.WriteString("contact", contact);
            json.WriteEndObject();
        }
        return Utf8.GetString(stream.ToArray());
    }
}
