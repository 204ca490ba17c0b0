namespace Gardu.Gate.Clients;

/// <summary>
/// A <c>Host</c> as it stands in a request (RFC 9110 section 7.2). The framework's own reading turns <c>xn--</c> names into
/// letters, and throws at those that are none.
/// </summary>
static class HostText
{
    /// <summary>The name without port and without the dot of a full name; an IPv6 address keeps its brackets.</summary>
    public static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        var port = host.LastIndexOf(':');
        if (port >= 0 && !host[port..].Contains(']'))
            host = host[..port];
        return host.EndsWith(".") ? host[..^1] : host;
    }
}
