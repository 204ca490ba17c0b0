using Gardu.Protocols.Robots;

namespace Gardu.Protocols.Rsl;

/// <summary>A Really Simple Licensing document (RSL 1.0).</summary>
/// <param name="MaxAgeDays">For how many days a reader may keep it (section 3.2); 1 or more.</param>
/// <param name="Contents">What it speaks of; at least one.</param>
public sealed record RslDocument(int MaxAgeDays, IReadOnlyList<RslContent> Contents)
{
    /// <summary>The namespace of its elements, and the address of the standard.</summary>
    public const string Namespace = "https://rslstandard.org/rsl";

    /// <summary>The media type it is served under.</summary>
    public const string MediaType = "application/rsl+xml";

    /// <summary>Days that a reader may keep a document which does not say.</summary>
    public const int MaxAgeDefault = 30;
}

/// <summary>Content and its terms (section 3.3).</summary>
/// <param name="Url">Absolute, or a path pattern as in robots.txt; empty for the page that holds the document.</param>
/// <param name="Server">Where licences are asked for (Open License Protocol); null for nowhere.</param>
/// <param name="Licenses">Alternative sets of terms.</param>
/// <param name="Terms">Where the terms stand in words; null for nowhere.</param>
public sealed record RslContent(string Url, string? Server, IReadOnlyList<RslLicense> Licenses, string? Terms)
{
    /// <summary>The scheme and authority it is bound to; null where <see cref="Url"/> is a path.</summary>
    public string? Origin => Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.GetLeftPart(UriPartial.Authority) : null;

    /// <summary>The paths it speaks of; null where <see cref="Url"/> is neither a path nor an absolute URL.</summary>
    public PathPattern? Pattern
    {
        get
        {
            var path = Origin is { } origin ? Url[Math.Min(Url.Length, origin.Length)..] : Url;
            return PathPattern.TryParse(path.Length == 0 ? "/" : path, out var pattern) ? pattern : null;
        }
    }
}

/// <summary>One set of terms (section 3.4).</summary>
/// <param name="Permits">What is permitted; of a kind that is absent nothing is restricted.</param>
/// <param name="Prohibits">What is not.</param>
/// <param name="Payment">What is asked for it; null for nothing.</param>
public sealed record RslLicense(RslScope Permits, RslScope Prohibits, RslPayment? Payment);

/// <summary>Uses, users and places, each a list of tokens or null where nothing is said.</summary>
/// <param name="Usage">Such as <c>ai-train</c>, <c>ai-all</c>, <c>all</c>.</param>
/// <param name="User">Such as <c>commercial</c>.</param>
/// <param name="Geo">ISO 3166-1 alpha-2 codes, or <c>EU</c>.</param>
public sealed record RslScope(IReadOnlyList<string>? Usage = null, IReadOnlyList<string>? User = null, IReadOnlyList<string>? Geo = null)
{
    /// <summary>Nothing is said.</summary>
    public static RslScope None { get; } = new();
}

/// <summary>What is asked for a licence (section 3.7).</summary>
/// <param name="Type">Such as <c>crawl</c> or <c>use</c>; null where it is not said.</param>
/// <param name="Standard">A shared framework's address.</param>
/// <param name="Custom">The owner's own way to a licence.</param>
/// <param name="Amount">Decimal digits as written; null where no amount is named.</param>
/// <param name="Currency">ISO 4217; set where an amount is.</param>
public sealed record RslPayment(string? Type, string? Standard, string? Custom, string? Amount, string? Currency);
