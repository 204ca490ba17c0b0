using System.Collections.Concurrent;
using System.Text;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Terms.Declarations;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gardu.Gate.Declaring;

/// <summary>The page that says a site's terms in words: <c>/licensing/</c> in the language the reader prefers, and an address for each.</summary>
sealed class TermsPages(DeclarationHistory history)
{
    readonly ConcurrentDictionary<(string Site, string Language), Made> ready = new();

    sealed record Made(Site Site, byte[] Bytes)
    {
        /// <summary>The public base under which it was last kept.</summary>
        public volatile string? KeptFor;
    }

    /// <summary>The language of the page that a path is for; null where it is for no such page.</summary>
    public static string? LanguageOf(HttpContext context, string path) =>
        path == FreePaths.OwnPrefix ? Preferred(context.Request) : PlainDeclaration.Languages.FirstOrDefault(language => path == PlainDeclaration.Path(language) || path == PlainDeclaration.Path(language) + "/");

    /// <summary>Writes the page.</summary>
    public ValueTask<Sent> WriteAsync(HttpContext context, Site site, string language, string publicBase, string request)
    {
        if (!ready.TryGetValue((site.Name, language), out var made) || made.Site != site)
            ready[(site.Name, language)] = made = new Made(site, Encoding.UTF8.GetBytes(
                PageFrame.Start(PlainDeclaration.Title(language), language)
                + PlainDeclaration.Render(site.Declared, language, site.Contact, ReasonPages.IndexPath) + PageFrame.End));
        if (made.KeptFor != publicBase)
        {
            history.Keep(site, publicBase + PlainDeclaration.Path(language), made.Bytes); // before anybody is told it
            made.KeptFor = publicBase;
        }
        context.Response.Headers.ContentLanguage = language;
        context.Response.Headers.Vary = "Accept-Language";
        return RefusalWriter.WritePageAsync(context, made.Bytes, request);
    }

    static string Preferred(HttpRequest request)
    {
        var known = PlainDeclaration.Languages;
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var wanted))
            return known[0];
        return wanted.Where(entry => entry.Quality is not 0)
            .OrderByDescending(entry => entry.Quality ?? 1)
            .Select(entry => known.FirstOrDefault(language => entry.Value.Equals(language, StringComparison.OrdinalIgnoreCase) || entry.Value.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(language => language is not null) ?? known[0];
    }
}
