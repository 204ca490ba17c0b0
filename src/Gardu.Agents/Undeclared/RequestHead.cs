namespace Gardu.Agents.Undeclared;

/// <summary>What is looked at of a request whose user agent is a browser's. A header that was not sent is null.</summary>
public readonly record struct RequestHead
{
    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public required string Target { get; init; }

    /// <summary>Whether the client used https: elsewhere browsers leave out <c>Sec-*</c> headers.</summary>
    public required bool IsHttps { get; init; }

    /// <summary>Whether it asks for another protocol, as web sockets do.</summary>
    public bool IsUpgrade { get; init; }

    /// <summary>Whether a page's script or another page has to do with it: <c>Referer</c>, <c>Origin</c> or <c>X-Requested-With</c> was sent.</summary>
    public bool IsFromPage { get; init; }

    /// <summary>Whether a page's script says that it asks: <c>X-Requested-With: XMLHttpRequest</c>. Telephones' web views send their application's name there, for pages too.</summary>
    public bool IsFromScript { get; init; }

    /// <summary>Whether it is fetched ahead, before anybody has asked: <c>Sec-Purpose</c>, <c>Purpose</c> or <c>X-Moz</c> was sent.</summary>
    public bool IsAhead { get; init; }

    /// <summary><c>Accept</c>.</summary>
    public string? Accept { get; init; }

    /// <summary>Whether <c>Accept-Language</c> was sent.</summary>
    public bool HasLanguage { get; init; }

    /// <summary>Whether <c>Accept-Encoding</c> was sent.</summary>
    public bool HasEncoding { get; init; }

    /// <summary><c>Sec-Fetch-Dest</c>.</summary>
    public string? FetchDest { get; init; }

    /// <summary><c>Sec-CH-UA</c>.</summary>
    public string? Brands { get; init; }

    /// <summary><c>Sec-CH-UA-Mobile</c>.</summary>
    public string? Mobile { get; init; }

    /// <summary><c>Sec-CH-UA-Platform</c>.</summary>
    public string? Platform { get; init; }
}
