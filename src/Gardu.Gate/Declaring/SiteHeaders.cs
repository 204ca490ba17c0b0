using Gardu.Gate.Clients;
using Gardu.Gate.Sites;
using Gardu.Protocols.Signals;
using Gardu.Terms.Declarations;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gardu.Gate.Declaring;

/// <summary>
/// The headers that say a site's terms on the origin's own answers, to people and machines alike: <c>Link</c> (RSL 1.0 section 4),
/// <c>Content-Usage</c> (draft-ietf-aipref-attach), <c>tdm-reservation</c> and <c>tdm-policy</c> (TDMRep), <c>X-Robots-Tag: noai</c>. Where
/// the origin sends one of them too, the stricter of both goes out.
/// </summary>
sealed class SiteHeaders(Site site)
{
    const string Usage = "Content-Usage";
    const string Reservation = "tdm-reservation";
    const string Policy = "tdm-policy";
    const string RobotsTag = "X-Robots-Tag";
    const string NoAi = "noai, noimageai";

    readonly HeaderDeclaration? declaration = site.Declared.IsEmpty ? null : HeaderDeclaration.Of(site.Declared);
    readonly bool hasLicense = DeclarationFile.Rsl.IsSaid(site.Declared);

    /// <summary>For the latest public base, since nearly every site has one.</summary>
    volatile Links? latest;

    sealed record Links(string Scheme, string Host, string License, string Terms);

    /// <summary>Adds <c>Link</c>, where there is a licence.</summary>
    public void AddLink(IHeaderDictionary headers, Incoming incoming)
    {
        if (hasLicense)
            headers.Link = StringValues.Concat(headers.Link, LinksFor(incoming).License);
    }

    /// <summary>Adds all that is said of what was asked for; where a header of the origin's says something milder, its name, for the log.</summary>
    public string? AddAll(IHeaderDictionary headers, Incoming incoming)
    {
        if (declaration is null)
            return null;
        AddLink(headers, incoming);
        if (!Resource.TryRead(incoming.Target, out var resource))
            return null;
        var said = declaration.For(resource);
        string? milder = null;
        if (said.ContentUsage.Length > 0)
            headers[Usage] = headers.TryGetValue(Usage, out var theirs) ? Stricter(said.ContentUsage, theirs.ToString(), ref milder) : said.ContentUsage;
        if (said.IsReserved == true)
        {
            if (headers.TryGetValue(Reservation, out var theirReservation) && theirReservation != "1")
                milder = milder is null ? Reservation : $"{milder} and {Reservation}";
            headers[Reservation] = "1";
            headers[Policy] = LinksFor(incoming).Terms;
        }
        else if (said.IsReserved == false && !headers.ContainsKey(Reservation))
        {
            headers[Reservation] = "0";
        }
        if (said.IsNoAi)
            headers[RobotsTag] = StringValues.Concat(headers[RobotsTag], NoAi);
        return milder;
    }

    static string Stricter(string ours, string theirs, ref string? milder)
    {
        var (mine, other) = (UsagePreferences.Parse(ours), UsagePreferences.Parse(theirs));
        if (mine.Any(entry => !entry.Value && other.GetValueOrDefault(entry.Key)))
            milder = Usage;
        return UsagePreferences.Write(UsagePreferences.Combine([mine, other]));
    }

    Links LinksFor(Incoming incoming)
    {
        var links = latest;
        if (links is null || links.Host != incoming.Host || links.Scheme != incoming.Client.Scheme)
            latest = links = Make(incoming);
        return links;
    }

    Links Make(Incoming incoming)
    {
        var publicBase = Site.PublicBase(site, incoming.Client.Scheme, incoming.Host);
        return new(incoming.Client.Scheme, incoming.Host, $"<{publicBase}{DeclarationFile.Rsl.Path}>; rel=\"license\"; type=\"{DeclarationFile.Rsl.MediaType}\"", publicBase + FreePaths.OwnPrefix);
    }
}
