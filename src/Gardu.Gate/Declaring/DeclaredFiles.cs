using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Protocols.Robots;
using Gardu.Terms.Decisions;
using Gardu.Terms.Declarations;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Declaring;

/// <summary>
/// The files that declare a site's terms, served from memory in the origin's place. Each is made once for the terms, and
/// robots.txt once for each copy of the origin's own; only the public base of links changes.
/// </summary>
sealed class DeclaredFiles(OriginRobots originRobots)
{
    const string Robots = "/robots.txt";
    const string Rsl = "/license.xml";
    const string Tdm = "/.well-known/tdmrep.json";
    const string BaseMark = "{{base}}";

    readonly ConcurrentDictionary<(string Site, string Path), DeclaredFile> made = new();

    /// <summary>One file.</summary>
    /// <param name="Site">Whose terms it declares.</param>
    /// <param name="Type">Its media type.</param>
    /// <param name="Text">What Gardu says, with marks for the public base.</param>
    /// <param name="Escape">How the base is written in it.</param>
    /// <param name="Origin">What follows byte for byte; null where that could not be had.</param>
    sealed record DeclaredFile(Site Site, string Type, string Text, Func<string, string> Escape, byte[]? Origin)
    {
        volatile Tuple<string, byte[]>? latest;

        /// <summary>The whole file for a public base; the latest is kept, since nearly every site has one.</summary>
        public byte[] BytesFor(string publicBase)
        {
            if (latest is { } kept && kept.Item1 == publicBase)
                return kept.Item2;
            var rest = (Origin ?? []).AsSpan();
            if (rest.StartsWith("\uFEFF"u8))
                rest = rest[3..]; // a mark of the file's start, where it no longer starts
            byte[] bytes = [.. Encoding.UTF8.GetBytes(Text.Replace(BaseMark, Escape(publicBase), StringComparison.Ordinal)), .. rest];
            latest = Tuple.Create(publicBase, bytes);
            return bytes;
        }
    }

    /// <summary>Whether a request is for a file that declares.</summary>
    public static bool Has(Site site, HttpContext context, ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        return (query < 0 ? target : target[..query]) is Robots or Rsl or Tdm
            && !site.Declared.IsEmpty && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
    }

    /// <summary>Writes a file that it <see cref="Has"/>.</summary>
    /// <returns>Bytes of the body.</returns>
    public async ValueTask<long> WriteAsync(HttpContext context, GateSnapshot snapshot, Site site, string path, string publicBase, string request)
    {
        var origin = path == Robots ? await originRobots.GetAsync(site) : [];
        if (!made.TryGetValue((site.Name, path), out var file) || file.Site != site || file.Origin != origin)
            made[(site.Name, path)] = file = Make(snapshot, site, path, origin);
        var bytes = file.BytesFor(publicBase);
        var response = context.Response;
        response.Headers[RefusalWriter.RequestHeader] = request;
        response.Headers.CacheControl = origin is null ? "no-store" : "max-age=300";
        response.ContentType = file.Type;
        response.ContentLength = bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return 0;
        await response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        return bytes.Length;
    }

    static DeclaredFile Make(GateSnapshot snapshot, Site site, string path, byte[]? origin)
    {
        const string TermsUrl = BaseMark + FreePaths.OwnPrefix;
        return path switch
        {
            Robots => new(site, "text/plain; charset=utf-8", RobotsText(snapshot, site, origin, TermsUrl), text => text, origin),
            Rsl => new(site, "application/rsl+xml", RslDeclaration.Render(site.Declared, TermsUrl), WebUtility.HtmlEncode, origin),
            Tdm => new(site, "application/json", TdmDeclaration.Render(site.Declared, TermsUrl), text => JsonEncodedText.Encode(text).ToString(), origin),
            _ => throw new InvalidOperationException($"{path} declares nothing"),
        };
    }

    static string RobotsText(GateSnapshot snapshot, Site site, byte[]? origin, string termsUrl)
    {
        var own = RobotsTxt.Parse(origin);
        var text = new StringBuilder()
            .Append($"# What machines may do here, as Gardu enforces it. In words: {termsUrl}\n")
            .Append($"License: {BaseMark}{Rsl}\n");
        foreach (var license in own.Licenses)
            text.Append($"License: {license}\n"); // below, a group would take it for its own
        text.Append('\n').Append(RobotsDeclaration.Render(site.Declared, snapshot.Identifier.Catalogue.Claimed, own));
        if (own.HasRulesOfNobody)
            text.Append($"# The rules with which the site's own file begins name nobody, so they stay nobody's.\nUser-agent: {RobotsTxt.Nobody}\nDisallow:\n\n");
        return text.Append(origin is null ? "# The site's own robots.txt cannot be had at the moment.\n" : origin.Length > 0 ? "# The site's own robots.txt follows.\n" : "").ToString();
    }
}
