using System.Buffers;
using System.Globalization;
using System.Text;
using Gardu.Protocols.Robots;

namespace Gardu.Protocols.Signatures;

/// <summary>Components that are no fields (RFC 9421 section 2.2).</summary>
static class DerivedValue
{
    static readonly SearchValues<char> OfScheme = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-.");

    /// <summary>Null where it is unknown or not in the message.</summary>
    /// <param name="message">The message it is taken from.</param>
    /// <param name="name">With its <c>@</c>.</param>
    /// <param name="parameter">Which parameter of the query, for <c>@query-param</c>.</param>
    public static string? Of(SignedMessage message, string name, string? parameter) => name switch
    {
        "@method" => message.Method,
        "@target-uri" => Scheme(message) is { } scheme && Authority(message) is { } authority && Parts(message) is var (path, query) ? $"{scheme}://{authority}{path}{query}" : null,
        "@authority" => Authority(message),
        "@scheme" => Scheme(message),
        "@request-target" => message.RequestTarget,
        "@path" => Parts(message)?.Path,
        "@query" => Parts(message) is var (_, query) ? query is "" ? "?" : query : null,
        "@query-param" => Parts(message) is var (_, query) ? QueryParameter(query, parameter!) : null, // only with its name
        "@status" => message.Status?.ToString("000", CultureInfo.InvariantCulture),
        _ => null,
    };

    static string? Scheme(SignedMessage message) => message.Scheme?.ToLowerInvariant();

    /// <summary>In lower case, without the port that the scheme has anyway (section 2.2.3).</summary>
    static string? Authority(SignedMessage message)
    {
        if (message.Authority is not { Length: > 0 } sent)
            return null;
        var authority = sent.ToLowerInvariant();
        var port = Scheme(message) switch { "https" => ":443", "http" => ":80", _ => null };
        if (port is not null && authority.EndsWith(port, StringComparison.Ordinal))
            return authority[..^port.Length];
        return authority.EndsWith(':') ? authority[..^1] : authority;
    }

    /// <summary>Path and query (with its question mark; empty for none) of a target in any form but that of <c>CONNECT</c>.</summary>
    static (string Path, string Query)? Parts(SignedMessage message)
    {
        if (message.RequestTarget is not { } target)
            return null;
        if (target is "*")
            return ("/", "");
        if (target.Length > 0 && target[0] is not ('/' or '?'))
        {
            var host = target.IndexOf("://", StringComparison.Ordinal);
            if (host < 0 || !char.IsAsciiLetter(target[0]) || target.AsSpan(0, host).ContainsAnyExcept(OfScheme))
                return null;
            var end = target.AsSpan(host + 3).IndexOfAny("/?");
            target = end < 0 ? "" : target[(host + 3 + end)..];
        }
        var query = target.IndexOf('?');
        var path = query < 0 ? target : target[..query];
        return (path is "" ? "/" : path, query < 0 ? "" : target[query..]);
    }

    /// <summary>The one parameter whose name, encoded, is the one asked for; null for none and for several (section 2.2.8).</summary>
    static string? QueryParameter(string query, string name)
    {
        string? found = null;
        var pairs = query.Length > 0 ? query.AsSpan(1) : [];
        foreach (var range in pairs.Split('&'))
        {
            var pair = pairs[range];
            var equals = pair.IndexOf('=');
            if (pair.IsEmpty || Encoded(equals < 0 ? pair : pair[..equals]) != name)
                continue;
            if (found is not null)
                return null;
            found = Encoded(equals < 0 ? [] : pair[(equals + 1)..]);
        }
        return found;
    }

    /// <summary>Text of a form decoded, and encoded again the one way that is signed (WHATWG URL, sections 1.3 and 5.1), a space as <c>%20</c>.</summary>
    static string Encoded(ReadOnlySpan<char> form)
    {
        var octets = new List<byte>(form.Length);
        Span<byte> utf8 = stackalloc byte[4];
        while (!form.IsEmpty)
        {
            var octet = PathText.Octet(form, 0);
            if (octet < 0)
            {
                _ = Rune.DecodeFromUtf16(form, out var rune, out var taken);
                octets.AddRange(rune.Value == '+' ? " "u8 : utf8[..rune.EncodeToUtf8(utf8)]);
                form = form[taken..];
                continue;
            }
            octets.Add((byte)octet);
            form = form[3..];
        }
        var text = new StringBuilder(octets.Count);
        foreach (var octet in Encoding.UTF8.GetBytes(Encoding.UTF8.GetString([.. octets]))) // what is no UTF-8 becomes U+FFFD there
        {
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'*' or (byte)'-' or (byte)'.' or (byte)'_')
                text.Append((char)octet);
            else
                text.Append('%').Append(octet.ToString("X2", CultureInfo.InvariantCulture));
        }
        return text.ToString();
    }
}
