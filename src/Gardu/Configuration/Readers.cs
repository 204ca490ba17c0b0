using System.Globalization;
using System.Net;
using System.Text;
using Gardu.Agents.Addresses;
using Gardu.Protocols.Signatures;
using Gardu.Store.Postgres;
using Gardu.Terms.Yaml;

namespace Gardu.Configuration;

/// <summary>Reads the small values of <c>gardu.yaml</c>; each says in words what it expected.</summary>
static class Readers
{
    static readonly (string[] Names, TimeSpan Unit)[] Units =
    [
        (["s", "second", "seconds"], TimeSpan.FromSeconds(1)),
        (["min", "minute", "minutes"], TimeSpan.FromMinutes(1)),
        (["h", "hour", "hours"], TimeSpan.FromHours(1)),
        (["day", "days"], TimeSpan.FromDays(1)),
    ];

    /// <summary>A time span such as <c>90 days</c> or <c>30 s</c>, at least a second and at most 100 years.</summary>
    public static bool Span(string text, out object? span, out string? error)
    {
        span = null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var unit = words.Length == 2 ? Array.Find(Units, known => known.Names.Contains(words[1])).Unit : default;
        var fits = unit != default && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0 && count * unit.TotalDays <= 36_500;
        if (fits)
            span = unit * int.Parse(words[0], CultureInfo.InvariantCulture);
        error = fits ? null : $"\"{text}\" is not a time span such as \"90 days\", \"12 h\", \"10 min\" or \"30 s\"";
        return fits;
    }

    /// <summary>How long an origin may be silent: a time span of a day at the most.</summary>
    public static bool Timeout(string text, out object? span, out string? error)
    {
        if (!Span(text, out span, out error) || (TimeSpan)span! <= TimeSpan.FromDays(1)) // set where it was read
            return error is null;
        error = $"\"{text}\" is longer than a day";
        return false;
    }

    /// <summary>An address to listen on.</summary>
    public static bool Listener(string text, out Uri? url, out string? error)
    {
        var parsed = Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https"
            && url.PathAndQuery == "/" && (url.Host is "localhost" || url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6);
        error = parsed ? null : $"\"{text}\" is not an address to listen on, such as http://127.0.0.1:8402, http://localhost:8402 or https://0.0.0.0:443";
        return parsed;
    }

    /// <summary>The origin of a site: scheme, host and port.</summary>
    public static bool Origin(string text, out Uri? url, out string? error)
    {
        var parsed = Uri.TryCreate(text, UriKind.Absolute, out url) && url.Scheme is "http" or "https" && url.Host.Length > 0;
        error = !parsed ? $"\"{text}\" is not the address of an origin, such as http://127.0.0.1:8080"
            : url!.PathAndQuery != "/" || url.Fragment.Length > 0 || url.UserInfo.Length > 0 ? $"an origin has no path: write \"{url.Scheme}://{url.Authority}\"" : null;
        return error is null;
    }

    /// <summary>Where records are kept: null for <c>sqlite</c>. An error repeats nothing of the text, which may hold a password.</summary>
    public static bool Store(string text, out PostgresAddress? address, out string? error)
    {
        const string sqlite = "sqlite";
        (address, error) = (null, null);
        if (text == sqlite)
            return true;
        if (text.AsSpan().ContainsAny('=', ':'))
            return PostgresAddress.TryParse(text, out address, out error);
        error = $"this is neither sqlite nor a connection to PostgreSQL, such as \"Host=db.example;Database=gardu;Username=gardu\" or postgresql://gardu@db.example/gardu{Suggestion.For(text, [sqlite])}";
        return false;
    }

    /// <summary>The URL that an agent's signatures name, as its identifier.</summary>
    public static bool Signer(string text, out string? identifier, out string? error)
    {
        identifier = SignatureAgent.IdentifierOf(text);
        error = identifier is null ? $"\"{text}\" is not the URL of an agent's key directory, such as https://bot.example" : null;
        return identifier is not null;
    }

    /// <summary>A resolver: an address with a port, or an address alone for port 53.</summary>
    public static bool Resolver(string text, out IPEndPoint? server, out string? error)
    {
        const int port = 53;
        var parsed = IPEndPoint.TryParse(text, out server);
        if (parsed && server!.Port == 0) // set where it was read
            server.Port = port;
        error = parsed ? null : $"\"{text}\" is not on, off or the address of a resolver, such as 192.0.2.53 or 127.0.0.1:5353";
        return parsed;
    }

    /// <summary>A host: a name, <c>*.</c> and a name, or <c>*</c>.</summary>
    public static bool Host(string text, out string? host, out string? error)
    {
        host = text.TrimEnd('.').ToLowerInvariant();
        var (stars, name) = host.StartsWith("*.", StringComparison.Ordinal) ? ("*.", host[2..]) : ("", host);
        var fits = host == "*" || (Uri.CheckHostName(name) != UriHostNameType.Unknown && TryGetAscii(name, out name));
        if (host != "*")
            host = stars + name;
        error = fits ? null : $"\"{text}\" is not a host name such as news.example, *.news.example or \"*\" (without scheme, port or path)";
        return fits;
    }

    /// <summary>A name as it stands in a request: one with letters outside US-ASCII in its <c>xn--</c> form (RFC 5891).</summary>
    static bool TryGetAscii(string name, out string ascii)
    {
        ascii = name;
        if (Ascii.IsValid(name))
            return true;
        try
        {
            ascii = new IdnMapping().GetAscii(name);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>An address or a prefix.</summary>
    public static bool Range(string text, out object? range, out string? error)
    {
        var fits = AddressRange.TryParse(text, out var read);
        range = fits ? read : null;
        error = fits ? null : $"\"{text}\" is not an address or prefix such as 192.0.2.7 or 2001:db8::/32";
        return fits;
    }
}
