using System.Buffers;
using System.Text;
using Gardu.Protocols.Robots;

namespace Gardu.Protocols.Signatures;

/// <summary>The address that an agent goes by, in one spelling.</summary>
/// <param name="Url">As sent, without a fragment.</param>
/// <param name="Origin">Scheme, host and port; the port only where it is not the scheme's own.</param>
/// <param name="Path">Normalised: no dot segments, octets in upper case, no unreserved one encoded; at least a slash.</param>
/// <param name="IsOrigin">Whether nothing stands behind the host but perhaps one slash.</param>
/// <param name="IsDirectory">Whether it is the host's directory, written out.</param>
sealed record AgentAddress(Uri Url, string Origin, string Path, bool IsOrigin, bool IsDirectory)
{
    const int LengthMax = 2048;

    static readonly SearchValues<char> OfUrl = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#[]@!$&'()*+,;=%");

    /// <summary>The name of whoever has keys or a card here.</summary>
    public string Identifier => IsDirectory ? Origin : Origin + Path;

    /// <summary>
    /// Null for what is too long, no absolute <c>http</c> or <c>https</c> address, has characters that belong into none, user information, or a host that
    /// is not a name in letters, digits and hyphens without a final dot, or an IP address.
    /// </summary>
    public static AgentAddress? Of(string text)
    {
        var fragment = text.IndexOf('#');
        var sent = fragment < 0 ? text : text[..fragment];
        if (text.Length > LengthMax || text.AsSpan().ContainsAnyExcept(OfUrl) || !TrySplit(sent, out var rest)
            || !Uri.TryCreate(sent, UriKind.Absolute, out var url) || url.HostNameType is UriHostNameType.Basic or UriHostNameType.Unknown)
            return null;
        var host = rest.IndexOfAny('/', '?');
        var authority = host < 0 ? rest : rest[..host];
        var behind = host < 0 ? "" : rest[host..].ToString();
        if (authority.Length == 0 || authority.Contains('@') || authority.Contains('%') || url.Host.EndsWith('.') || HasLooseOctet(behind))
            return null;
        var query = behind.IndexOf('?');
        return new AgentAddress(url, url.GetLeftPart(UriPartial.Authority), Normal(query < 0 ? behind : behind[..query]), behind is "" or "/", behind == KeyDirectory.Path);
    }

    static bool TrySplit(string url, out ReadOnlySpan<char> behindScheme)
    {
        var length = url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        behindScheme = url.AsSpan(length);
        return length > 0;
    }

    /// <summary>A percent sign that encodes nothing.</summary>
    static bool HasLooseOctet(string text)
    {
        for (var at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%', at + 1))
            if (PathText.Octet(text, at) < 0)
                return true;
        return false;
    }

    static string Normal(string path)
    {
        if (path.Length > 0 && !path.Contains('%') && !path.Contains("/.", StringComparison.Ordinal))
            return path;
        var text = new StringBuilder(path.Length);
        for (var at = 0; at < path.Length; at++)
        {
            var octet = PathText.Octet(path, at);
            if (octet < 0)
                text.Append(path[at]);
            else if (PathText.IsUnreserved(octet))
                text.Append((char)octet);
            else
                text.Append(path[at..(at + 3)].ToUpperInvariant());
            at += octet < 0 ? 0 : 2;
        }
        return WithoutDots(text.ToString());
    }

    /// <summary>RFC 3986 section 5.2.4.</summary>
    static string WithoutDots(string path)
    {
        var segments = path.Split('/');
        var kept = new List<string>();
        foreach (var segment in segments.Skip(1))
        {
            if (segment is ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            else if (segment is not ("." or ".."))
                kept.Add(segment);
        }
        return $"/{string.Join('/', kept)}{(segments[^1] is "." or ".." && kept.Count > 0 ? "/" : "")}";
    }
}
