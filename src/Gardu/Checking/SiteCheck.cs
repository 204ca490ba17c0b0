using Gardu.Fetching;
using Gardu.Protocols.Html;
using Gardu.Protocols.Links;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Protocols.Tdm;
using Gardu.Terms.Checking;
using Gardu.Terms.Identities;

namespace Gardu.Checking;

/// <summary>Something of a site's declarations that leads nowhere, that nobody can read, or that is read in two ways.</summary>
/// <param name="Kind"><c>dead-link</c>, <c>unreadable</c> or <c>read-two-ways</c>.</param>
/// <param name="What">What it is: <c>License in robots.txt</c>.</param>
/// <param name="Address">Where it leads, or where it was had; null where it stands in a page.</param>
/// <param name="Trouble">What is wrong with it, in words.</param>
sealed record SiteProblem(string Kind, string What, string? Address, string Trouble)
{
    /// <summary>In words.</summary>
    public override string ToString() => $"{What}: {(Address is null ? "" : Address + " ")}{Trouble}";
}

/// <summary>What was found of a site.</summary>
/// <param name="Declarations">Everything that could be read.</param>
/// <param name="Problems">Everything that could not.</param>
/// <param name="PageTrouble">Why the page itself could not be had, whose headers and text may say more; null where it could.</param>
/// <param name="Unreachable">Why nothing could be had at all; null where something could.</param>
sealed record FoundSite(SiteDeclarations Declarations, IReadOnlyList<SiteProblem> Problems, string? PageTrouble, string? Unreachable);

/// <summary>Gathers what a site declares in every vocabulary, by every way that leads to it, and tries every address that it names.</summary>
sealed class SiteCheck(ISiteSource source, IReadOnlyList<AgentIdentity> agents, CancellationToken stop)
{
    const int BytesMax = 1024 * 1024;
    const int ProbeBytes = 1024;
    const int AddressesMax = 30;

    readonly List<SiteProblem> problems = [];
    Uri address = source.Address;
    readonly List<(string, RslDocument)> licenses = [];
    readonly Dictionary<Uri, string> links = [];

    /// <summary>Does it.</summary>
    public async Task<FoundSite> RunAsync()
    {
        var pageFile = await source.GetAsync(source.Address, BytesMax, stop);
        address = pageFile is { Failure: null } ? pageFile.Address : source.Address; // a site that has moved is asked where it is
        string[] paths = ["/robots.txt", "/license.xml", "/.well-known/tdmrep.json", "/ai.txt"];
        var files = await Task.WhenAll(paths.Select(path => source.GetAsync(new Uri(address, path), path == "/robots.txt" ? RobotsTxt.BytesMax : BytesMax, stop)));
        var (robotsFile, rslFile, tdmFile, aiFile) = (files[0], files[1], files[2], files[3]);
        var robots = ReadRobots(robotsFile);
        var ai = Text(aiFile) is { } aiBytes ? RobotsTxt.Parse(aiBytes) : null;
        var reservations = ReadReservations(tdmFile);
        var page = pageFile is null || !pageFile.MediaType.Contains("html", StringComparison.Ordinal) && pageFile.MediaType.Length > 0 ? null : WebPage.Parse(pageFile.Body, pageFile.Address);
        var site = new SiteDeclarations(address, agents)
        {
            Robots = robots,
            AiTxt = ai,
            Reservations = reservations,
            Page = page,
            Headers = (pageFile?.Headers ?? []).ToLookup(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase),
        };
        await GatherLicensesAsync(site, rslFile, pageFile);
        GatherLinks(site);
        await TryLinksAsync();
        var unreachable = files.Append(pageFile).All(file => file?.Failure is not null) ? pageFile!.Failure : null; // all of them have one
        return new FoundSite(site with { Licenses = licenses }, problems, pageFile is { IsThere: false } ? pageFile.Trouble : null, unreachable);
    }

    /// <summary>What was found at an address that a site need not have; a page in its place says that it has none.</summary>
    static byte[]? Text(Fetched? file) => file is { IsThere: true } && file.MediaType != "text/html" ? file.Body : null;

    /// <summary>Reads robots.txt, and once more as Google does, whose agents may be told otherwise than its writer meant.</summary>
    RobotsTxt? ReadRobots(Fetched? file)
    {
        if (file is not null && (file.Failure is not null || file.Status >= 500))
            problems.Add(new SiteProblem("unreadable", "robots.txt", file.Address.AbsoluteUri, $"{file.Trouble}, which crawlers have to take for a refusal of everything"));
        if (Text(file) is not { } bytes)
            return null;
        var (robots, google, path) = (RobotsTxt.Parse(bytes), RobotsTxt.Parse(bytes, RobotsReading.Google), PathText.OfUrl(address.AbsoluteUri));
        foreach (var differing in agents.Where(agent => agent.Operator == "Google" && robots.IsAllowed(agent.Agent, path) != google.IsAllowed(agent.Agent, path))
            .Select(agent => agent.Agent).Where(token => !token.Contains(' ', StringComparison.Ordinal)).GroupBy(token => google.IsAllowed(token, path)))
            problems.Add(new SiteProblem("read-two-ways", "robots.txt", null, $"Google, which reads more than RFC 9309 says, {(differing.Key ? "lets in" : "keeps out")} {string.Join(", ", differing)}; by the standard it is the other way"));
        return robots;
    }

    TdmReservations? ReadReservations(Fetched? file)
    {
        if (Text(file) is not { } bytes)
            return null;
        if (TdmReservations.TryParse(bytes, out var reservations))
            return reservations;
        problems.Add(new SiteProblem("unreadable", "TDMRep", file!.Address.AbsoluteUri, "is no JSON array of locations")); // it had bytes
        return null;
    }

    async Task GatherLicensesAsync(SiteDeclarations site, Fetched? rslFile, Fetched? pageFile)
    {
        var sources = (site.Robots?.Agents.Append("*") ?? []).SelectMany(agent => RslDiscovery.InRobots(site.Robots!, agent))
            .Concat(RslDiscovery.InHeader(site.Header("Link"), address));
        if (site.Page is not null)
            sources = sources.Concat(RslDiscovery.InPage(site.Page));
        if (pageFile?.MediaType.EndsWith("xml", StringComparison.Ordinal) == true && !pageFile.MediaType.Contains("html", StringComparison.Ordinal))
            sources = sources.Concat(RslDiscovery.InXml(pageFile.Body));
        var asked = new HashSet<Uri>();
        if (Text(rslFile) is { } bytes && asked.Add(new Uri(address, "/license.xml")))
            Take("RSL in /license.xml", rslFile!.Address, bytes); // it had bytes
        foreach (var found in sources.Distinct().Take(AddressesMax).ToArray())
        {
            var what = $"RSL in {found.Channel}";
            if (found.Error is not null)
                problems.Add(new SiteProblem("unreadable", what, null, found.Error));
            else if (found.Document is not null)
                Add(what, found.Document);
            else if (found.Address is { } target && asked.Add(target) && await GetAsync(found.Channel == "robots.txt" ? "License in robots.txt" : found.Channel, target, BytesMax) is { } file)
                Take($"RSL from {found.Channel}", target, file.Body);
        }
    }

    void Take(string what, Uri found, byte[] bytes)
    {
        if (RslReader.TryParse(bytes, out var document, out var error))
            Add(what, document);
        else
            problems.Add(new SiteProblem("unreadable", what, found.AbsoluteUri, error));
    }

    void Add(string what, RslDocument document)
    {
        licenses.Add((what, document));
        foreach (var content in document.Contents)
            Link(content.Terms, "terms in " + what);
    }

    void GatherLinks(SiteDeclarations site)
    {
        foreach (var sitemap in site.Robots?.Sitemaps ?? [])
            Link(sitemap, "Sitemap in robots.txt");
        foreach (var entry in site.Reservations?.Entries ?? [])
            Link(entry.Policy, "tdm-policy in tdmrep.json");
        foreach (var policy in site.Headers[TdmRights.PolicyName])
            Link(policy, "tdm-policy header");
        foreach (var policy in site.Page?.Meta(TdmRights.PolicyName) ?? [])
            Link(policy, "tdm-policy meta");
        foreach (var link in LinkHeader.Parse(site.Header("Link"), address).Concat(site.Page?.Links ?? []).Where(link => link.Relations.Contains("license") && !link.Leads("license", RslDocument.MediaType)))
            Link(link.Target.OriginalString, "license link");
    }

    void Link(string? target, string what)
    {
        if (string.IsNullOrEmpty(target))
            return;
        if (!Uri.TryCreate(address, target, out var absolute))
            problems.Add(new SiteProblem("dead-link", what, target, "is no address"));
        else if (absolute.Scheme is "http" or "https" && links.Count < AddressesMax)
            links.TryAdd(absolute, what);
    }

    async Task TryLinksAsync()
    {
        foreach (var (target, what) in links)
            await GetAsync(what, target, ProbeBytes);
    }

    /// <summary>Gets what the site itself names; a problem where there is nothing.</summary>
    async Task<Fetched?> GetAsync(string what, Uri target, int bytesMax)
    {
        var file = await source.GetAsync(target, bytesMax, stop);
        if (file is null or { IsThere: true })
            return file;
        problems.Add(new SiteProblem("dead-link", what, target.AbsoluteUri, file.Trouble));
        return null;
    }
}
