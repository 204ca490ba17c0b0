using System.Text;
using Gardu.Terms.Compiled;

namespace Gardu.Reports.Traffic;

/// <summary>Which terms hold for a host: the exact name's, else those of the longest <c>*.</c> suffix, else those of <c>*</c>.</summary>
sealed class SiteIndex
{
    const int HostBytesMax = 255;

    readonly IReadOnlyList<SiteUnderTerms> sites;
    readonly NamedSite[] exact;
    readonly NamedSite[] suffixes;
    readonly int any;
    readonly int withoutHost;

    /// <summary>A host's name, or from its dot on a suffix, and the place of its site.</summary>
    sealed record NamedSite(string Name, int Site);

    public SiteIndex(IReadOnlyList<SiteUnderTerms> sites, SiteUnderTerms? siteWithoutHost)
    {
        this.sites = sites;
        var named = sites.SelectMany((site, place) => site.Hosts.Select(host => new NamedSite(host, place))).ToArray();
        exact = [.. named.Where(entry => !entry.Name.StartsWith('*'))];
        suffixes = [.. named.Where(entry => entry.Name.StartsWith("*.", StringComparison.Ordinal))
            .Select(entry => entry with { Name = entry.Name[1..] }).OrderByDescending(entry => entry.Name.Length)];
        any = named.FirstOrDefault(entry => entry.Name == "*")?.Site ?? -1;
        withoutHost = siteWithoutHost is null ? Math.Max(any, 0) : sites.Index().First(entry => ReferenceEquals(entry.Item, siteWithoutHost)).Index;
    }

    /// <summary>True where there are no terms at all.</summary>
    public bool IsEmpty => sites.Count == 0;

    /// <summary>The terms of a site.</summary>
    public CompiledTerms Terms(int site) => sites[site].Terms;

    /// <summary>The site of a host; -1 where none names it. A log that names no hosts is about the site that was named for it, else that of any host, else the first.</summary>
    public int Find(ReadOnlySpan<byte> host)
    {
        if (sites.Count == 0)
            return -1;
        if (host.IsEmpty)
            return withoutHost;
        if (host.Length > HostBytesMax)
            return any;
        Span<char> chars = stackalloc char[HostBytesMax];
        ReadOnlySpan<char> name = chars[..Encoding.Latin1.GetChars(host, chars)];
        name = name.TrimEnd('.');
        foreach (var known in exact)
            if (name.Equals(known.Name, StringComparison.OrdinalIgnoreCase))
                return known.Site;
        foreach (var known in suffixes)
            if (name.EndsWith(known.Name, StringComparison.OrdinalIgnoreCase))
                return known.Site;
        return any;
    }
}
