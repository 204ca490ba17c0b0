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
/// for a cause and a site; only the public base of links and the request's id change.
/// </summary>
sealed class Refusal
{
    const string BaseMark = "{{base}}";
    const string RequestMark = "{{request}}";

    readonly Body page;
    readonly Body problem;

    /// <summary>Prepares both bodies.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="site">Whose content it is; null where no site was found.</param>
    public Refusal(Cause cause, Site? site)
    {
        (page, problem) = (new Body(Page(cause, site?.Contact)), new Body(Problem(cause, site?.Contact)));
        CrawlerPrice = cause is { Status: 402, Price: { Unit: PriceUnit.Request } price } ? price.Amount.ToString() : null;
    }

    /// <summary>What <c>crawler-price</c> says; null where no price per request is asked.</summary>
    public string? CrawlerPrice { get; }

    /// <summary>Where a reason's page is on every site.</summary>
    public static string HelpPath(ReasonCode reason) => $"{FreePaths.OwnPrefix}reasons/{reason.Code}";

    /// <summary>Writes a body; gives its length in bytes.</summary>
    /// <param name="writer">Where to; null to learn the length alone.</param>
    /// <param name="asProblem">The problem, else the page.</param>
    /// <param name="publicBase">Scheme and authority of the site as its visitors see it.</param>
    /// <param name="request">The request's id.</param>
    public int Write(IBufferWriter<byte>? writer, bool asProblem, string publicBase, string request) =>
        (asProblem ? problem : page).Write(writer, asProblem ? JsonEncodedText.Encode(publicBase).ToString() : publicBase, request);

    static string Page(Cause cause, string? contact)
    {
        var (reason, price) = (cause.Reason, cause.Price);
        var html = new StringBuilder();
        html.Append(PageFrame.Start($"{cause.Status} {reason.Title}"))
            .Append($"<h1>{WebUtility.HtmlEncode(reason.Title)}</h1>\n<p>{WebUtility.HtmlEncode(cause.Detail ?? reason.Meaning)}</p>\n");
        if (price is not null)
            html.Append($"<p>The price is <strong>{WebUtility.HtmlEncode(price.ToString())}</strong>{(price.Unit == PriceUnit.Request ? " for each request" : "")}.</p>\n");
        if (cause.Signature is { } fault)
            html.Append($"<p>The signature of the request was not accepted: {WebUtility.HtmlEncode(fault)}.</p>\n");
        html.Append($"<p>{WebUtility.HtmlEncode(reason.Remedy)}</p>\n");
        if (contact is not null)
            html.Append($"<p>Contact: {ContactLink(contact)}</p>\n");
        html.Append($"<p><a href=\"{FreePaths.OwnPrefix}\">The terms of this site</a></p>\n<p class=\"quiet\">Status {cause.Status} · reason <a href=\"{HelpPath(reason)}\">{reason.Code}</a> · request <code>{RequestMark}</code></p>\n")
            .Append(PageFrame.End);
        return html.ToString();
    }

    static string ContactLink(string contact)
    {
        var text = WebUtility.HtmlEncode(contact);
        return contact.Contains("://", StringComparison.Ordinal) ? $"<a href=\"{text}\">{text}</a>" : $"<a href=\"mailto:{text}\">{text}</a>";
    }

    static string Problem(Cause cause, string? contact)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type", BaseMark + HelpPath(cause.Reason));
            json.WriteString("title", cause.Reason.Title);
            json.WriteNumber("status", cause.Status);
            json.WriteString("detail", $"{cause.Detail ?? cause.Reason.Meaning} {cause.Reason.Remedy}");
            json.WriteString("reason", cause.Reason.Code);
            json.WriteString("help", BaseMark + HelpPath(cause.Reason));
            json.WriteString("request", RequestMark);
            json.WriteString("terms", BaseMark + FreePaths.OwnPrefix);
            if (cause.Price is not null)
                json.WriteString("price", cause.Price.ToString());
            if (cause.Signature is not null)
                json.WriteString("signature", cause.Signature);
            if (contact is not null)
                json.WriteString("contact", contact);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A text cut at its marks: pieces that never change, and between them what does.</summary>
    sealed class Body
    {
        readonly List<(byte[] Fixed, string? Mark)> pieces = [];

        public Body(string text)
        {
            while (NextMark(text) is var (at, mark) && mark is not null)
            {
                pieces.Add((Encoding.UTF8.GetBytes(text[..at]), mark));
                text = text[(at + mark.Length)..];
            }
            pieces.Add((Encoding.UTF8.GetBytes(text), null));
        }

        public int Write(IBufferWriter<byte>? writer, string publicBase, string request)
        {
            var length = 0;
            foreach (var (bytes, mark) in pieces)
            {
                writer?.Write(bytes);
                length += bytes.Length;
                if (mark is null)
                    continue;
                var value = mark == BaseMark ? publicBase : request;
                length += writer is null ? Encoding.UTF8.GetByteCount(value) : (int)Encoding.UTF8.GetBytes(value, writer);
            }
            return length;
        }

        static (int At, string? Mark) NextMark(string text)
        {
            var (first, second) = (text.IndexOf(BaseMark, StringComparison.Ordinal), text.IndexOf(RequestMark, StringComparison.Ordinal));
            return first >= 0 && (second < 0 || first < second) ? (first, BaseMark) : (second, second < 0 ? null : RequestMark);
        }
    }
}
