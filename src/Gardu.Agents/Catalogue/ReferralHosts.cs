namespace Gardu.Agents.Catalogue;

/// <summary>
/// Whose host a <c>Referer</c> names, by <see cref="AgentOperator.Domains"/>: the domain itself or anything below it,
/// without regard to case and port. <c>google.*</c> stands for <c>google</c> before a public suffix: one label of
/// letters (<c>de</c>), or two of which the first is <c>co</c>, <c>com</c>, <c>org</c>, <c>net</c> or <c>ac</c> and the
/// second has two letters (<c>co.id</c>). A look-up allocates nothing.
/// </summary>
public sealed class ReferralHosts
{
    const string AnySuffix = ".*";
    const int HostLengthMax = 253;

    readonly Dictionary<string, AgentOperator>.AlternateLookup<ReadOnlySpan<char>> byDomain;
    readonly Dictionary<string, AgentOperator>.AlternateLookup<ReadOnlySpan<char>> byStem;

    /// <summary>Prepares the domains of a catalogue's operators.</summary>
    public ReferralHosts(AgentCatalogue catalogue)
    {
        var (domains, stems) = (NewIndex(), NewIndex());
        foreach (var known in catalogue.Operators)
        {
            foreach (var domain in known.Domains)
            {
                if (domain.EndsWith(AnySuffix, StringComparison.Ordinal))
                    stems.TryAdd(domain[..^AnySuffix.Length], known);
                else
                    domains.TryAdd(domain, known);
            }
        }
        byDomain = domains.GetAlternateLookup<ReadOnlySpan<char>>();
        byStem = stems.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The operator whose host a <c>Referer</c> header names; null for any other host and for what is no absolute URL.</summary>
    public AgentOperator? Find(ReadOnlySpan<char> referer)
    {
        var scheme = referer.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return null;
        var authority = referer[(scheme + 3)..];
        var end = authority.IndexOfAny("/?#\\");
        return FindHost(end < 0 ? authority : authority[..end]);
    }

    /// <summary>The operator of a host, with or without user information and port.</summary>
    public AgentOperator? FindHost(ReadOnlySpan<char> host)
    {
        host = host[(host.LastIndexOf('@') + 1)..];
        var colon = host.IndexOf(':');
        host = (colon < 0 ? host : host[..colon]).TrimEnd('.');
        if (host.Length > HostLengthMax)
            return null;
        while (!host.IsEmpty)
        {
            var dot = host.IndexOf('.');
            if (byDomain.TryGetValue(host, out var known) || (dot > 0 && byStem.TryGetValue(host[..dot], out known) && IsPublicSuffix(host[(dot + 1)..])))
                return known;
            host = dot < 0 ? [] : host[(dot + 1)..];
        }
        return null;
    }

    static bool IsPublicSuffix(ReadOnlySpan<char> suffix)
    {
        var dot = suffix.IndexOf('.');
        if (dot < 0)
            return suffix.Length >= 2 && !suffix.ContainsAnyExceptInRange('A', 'z') && !suffix.ContainsAnyInRange('[', '`');
        var first = suffix[..dot];
        var country = suffix[(dot + 1)..];
        return country.Length == 2 && char.IsAsciiLetter(country[0]) && char.IsAsciiLetter(country[1])
            && (Is(first, "co") || Is(first, "com") || Is(first, "org") || Is(first, "net") || Is(first, "ac"));
    }

    static bool Is(ReadOnlySpan<char> label, string name) => label.Equals(name, StringComparison.OrdinalIgnoreCase);

    static Dictionary<string, AgentOperator> NewIndex() => new(StringComparer.OrdinalIgnoreCase);
}
