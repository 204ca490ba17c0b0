using Gardu.Agents.Addresses;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gardu.Gate.Clients;

/// <summary>What the head of a request says, read once.</summary>
/// <param name="Client">Where it comes from.</param>
/// <param name="Host">The <c>Host</c> as sent, port and all; empty where HTTP/1.0 has none.</param>
/// <param name="Target">Path and query as sent; where the line <see cref="IsReadable"/> not, whatever was sent in its place.</param>
/// <param name="IsReadable">Whether every server reads the request line alike: its target is a path of visible ASCII, and its method not <c>HEAD</c> in other letters, which some take for it.</param>
readonly record struct Incoming(Client Client, string Host, string Target, bool IsReadable)
{
    /// <summary>The host's name as sites are found by: without port and without the dot of a full name.</summary>
    public ReadOnlySpan<char> HostName => HostText.NameOf(Host);

    /// <summary>Whether Gardu itself answers this path.</summary>
    public bool IsOwn => IsReadable && Target.StartsWith(FreePaths.OwnPrefix, StringComparison.Ordinal);

    /// <summary>The target without its query.</summary>
    public string Path => Target.IndexOf('?') is var query and >= 0 ? Target[..query] : Target;

    /// <summary>Reads a request's head.</summary>
    public static Incoming Of(HttpContext context, IReadOnlyList<AddressRange> trustedProxies)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var target = PathOf(raw);
        // HTTP/2 carries any octet in a path; on HTTP/1.1 towards the origin a blank would end it, and others cannot be written.
        var isPath = target is not null && !target.AsSpan().ContainsAnyExceptInRange('!', '~');
        var isMethod = context.Request.Method == HttpMethods.Head || !HttpMethods.IsHead(context.Request.Method);
        return new Incoming(Client.Of(context, trustedProxies), context.Request.Headers.Host.ToString(), isPath ? target! : raw, isPath && isMethod);
    }

    /// <summary>Of an absolute-form target what follows its authority; null for a target that is no path at all (<c>*</c>, or a bare authority).</summary>
    static string? PathOf(string raw)
    {
        if (raw.StartsWith('/'))
            return raw;
        var authority = raw.IndexOf("://", StringComparison.Ordinal);
        if (authority < 0)
            return null;
        var path = raw.AsSpan(authority + 3).IndexOfAny('/', '?');
        if (path < 0)
            return "/";
        var rest = raw[(authority + 3 + path)..];
        return rest.StartsWith('/') ? rest : "/" + rest;
    }
}
