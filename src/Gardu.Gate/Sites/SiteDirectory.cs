using System.Collections.Frozen;

namespace Gardu.Gate.Sites;

/// <summary>Finds the site of a host: the exact name, else the longest <c>*.</c> suffix, else <c>*</c>.</summary>
public sealed class SiteDirectory
{
    readonly FrozenDictionary<string, Site>.AlternateLookup<ReadOnlySpan<char>> exact;
    readonly (string Suffix, Site Site)[] suffixes;
    readonly Site? any;

    /// <summary>Prepares the look-up; no host may be named by two sites.</summary>
    public SiteDirectory(IReadOnlyList<Site> sites)
    {
        Sites = sites;
        var named = sites.SelectMany(site => site.Hosts.Select(host => (Host: host, Site: site))).ToArray();
        any = named.FirstOrDefault(entry => entry.Host == "*").Site;
        suffixes = [.. named.Where(entry => entry.Host.StartsWith("*.", StringComparison.Ordinal))
            .Select(entry => (entry.Host[1..], entry.Site)).OrderByDescending(entry => entry.Item1.Length)];
        exact = named.Where(entry => !entry.Host.StartsWith('*')).ToFrozenDictionary(entry => entry.Host, entry => entry.Site, StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>All sites, in the order of the configuration.</summary>
    public IReadOnlyList<Site> Sites { get; }

    /// <summary>The site of a host name without port, in any case; null where none names it.</summary>
    public Site? Find(ReadOnlySpan<char> host)
    {
        if (exact.TryGetValue(host, out var site))
            return site;
        foreach (var (suffix, owner) in suffixes)
            if (host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                return owner;
        return any;
    }
}
