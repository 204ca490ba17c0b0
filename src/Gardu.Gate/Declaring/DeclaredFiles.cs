using System.Collections.Concurrent;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Terms.Declarations;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Declaring;

/// <summary>
/// The files that declare a site's terms, served from memory in the origin's place. Each is made once for the terms, and
/// robots.txt once for each copy of the origin's own; only the public base of links changes.
/// </summary>
sealed class DeclaredFiles(OriginRobots originRobots)
{
    const string BaseMark = "{{base}}";

    readonly ConcurrentDictionary<(string Site, DeclarationFile File), Made> ready = new();

    /// <summary>One file of a site, with marks for the public base.</summary>
    sealed record Made(Site Site, DeclarationFile File, string Text, byte[]? OriginRobots)
    {
        volatile Tuple<string, byte[]>? latest;

        /// <summary>The whole file for a public base; the latest is kept, since nearly every site has one.</summary>
        public byte[] BytesFor(string publicBase)
        {
            if (latest is { } kept && kept.Item1 == publicBase)
                return kept.Item2;
            var bytes = File.Bytes(Text.Replace(BaseMark, File.Escape(publicBase), StringComparison.Ordinal), OriginRobots);
            latest = Tuple.Create(publicBase, bytes);
            return bytes;
        }
    }

    /// <summary>The file that a request is for; null where it is for none that is declared.</summary>
    public static DeclarationFile? Find(Site site, HttpContext context, ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        return DeclarationFile.Find(query < 0 ? target : target[..query]) is { } file && file.IsSaid(site.Declared)
            && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) ? file : null;
    }

    /// <summary>Writes a file.</summary>
    /// <returns>Bytes of the body.</returns>
    public async ValueTask<long> WriteAsync(HttpContext context, GateSnapshot snapshot, Site site, DeclarationFile file, string publicBase, string request)
    {
        var origin = file == DeclarationFile.Robots ? await originRobots.GetAsync(site) : [];
        if (!ready.TryGetValue((site.Name, file), out var made) || made.Site != site || made.OriginRobots != origin)
        {
            var source = new DeclarationSource(site.Declared, snapshot.Identifier.Catalogue.Claimed, BaseMark) { OriginRobots = origin };
            ready[(site.Name, file)] = made = new Made(site, file, file.Render(source), origin);
        }
        var bytes = made.BytesFor(publicBase);
        var response = context.Response;
        response.Headers[RefusalWriter.RequestHeader] = request;
        response.Headers.CacheControl = origin is null ? "no-store" : "max-age=300";
        response.ContentType = file.MediaType;
        response.ContentLength = bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return 0;
        await response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        return bytes.Length;
    }
}
