using System.Text;
using Gardu.Terms.Compiled;

namespace Gardu.Reports.Traffic;

/// <summary>Which terms hold for a host: the exact name's, else those of the longest <c>*.</c> suffix, else those of <c>*</c>.</summary>
sealed class SiteIndex
{
    const int HostBytesMax = 255;

    readonly IReadOnlyList<SiteUnderTerms> sites;
    readonly (string Name, int Site)[] exact;
    readonly (string Suffix, int Site)[] suffixes;
    readonly int any;

    public SiteIndex(IReadOnlyList<SiteUnderTerms> sites)
    {
        this.sites = sites;
        var named = sites.SelectMany((site, place) => site.Hosts.Select(host => (Host: host, Site: place))).ToArray();
        exact = [.. named.Where(entry => !entry.Host.StartsWith('*'))];
        suffixes = [.. named.Where(entry => entry.Host.StartsWith("*.", StringComparison.Ordinal))
            .Select(entry => (entry.Host[1..], entry.Site)).OrderByDescending(entry => entry.Item1.Length)];
        any = named.FirstOrDefault(entry => entry.Host == "*", (Host: "", Site: -1)).Site;
    }

    /// <summary>True where there are no terms at all.</summary>
    public bool IsEmpty => sites.Count == 0;

    /// <summary>The terms of a site.</summary>
    public CompiledTerms Terms(int site) => sites[site].Terms;

    /// <summary>The site of a host; -1 where none names it. A log that names no hosts is about the site of any host, else about the first.</summary>
    public int Find(ReadOnlySpan<byte> host)
    {
        if (sites.Count == 0)
            return -1;
        if (host.IsEmpty)
            return any >= 0 ? any : 0;
        if (host.Length > HostBytesMax)
            return any;
        Span<char> chars = stackalloc char[HostBytesMax];
        ReadOnlySpan<char> name = chars[..Encoding.Latin1.GetChars(host, chars)];
        name = name.TrimEnd('.');
        foreach (var (known, site) in exact)
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return site;
        foreach (var (suffix, site) in suffixes)
            if (name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                return site;
        return any;
    }
}
