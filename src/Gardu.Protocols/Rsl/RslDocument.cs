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
    /// <summary>Other forms of the content, under the same terms.</summary>
    public IReadOnlyList<RslReference> Alternates { get; init; } = [];

    /// <summary>What the content is, in the words of schema.org: an address, or JSON-LD.</summary>
    public RslReference? Schema { get; init; }

    /// <summary>Whose it is.</summary>
    public RslCopyright? Copyright { get; init; }

    /// <summary>Whether it is served encrypted (Encrypted Media Standard).</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>When it last changed; null where it is not said.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The scheme and authority it is bound to; null where <see cref="Url"/> is a path.</summary>
    public string? Origin => Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.GetLeftPart(UriPartial.Authority) : null;

    /// <summary>The paths it speaks of; null where <see cref="Url"/> is neither a path nor an absolute URL.</summary>
    public PathPattern? Pattern
    {
        get
        {
            var path = Origin is null && Url.Length > 0 ? Url : PathText.OfUrl(Url);
            return PathPattern.TryParse(path, out var pattern) ? pattern : null;
        }
    }
}

/// <summary>One set of terms (section 3.4).</summary>
/// <param name="Permits">What is permitted; of a kind that is absent nothing is restricted.</param>
/// <param name="Prohibits">What is not.</param>
/// <param name="Payment">What is asked for it; null for nothing.</param>
public sealed record RslLicense(RslScope Permits, RslScope Prohibits, RslPayment? Payment)
{
    /// <summary>What has to be reported; who cannot has no licence (section 3.12).</summary>
    public IReadOnlyList<RslReporting> Reporting { get; init; } = [];

    /// <summary>Warranties, disclaimers, an attestation, a contact, proofs; at most one of each type.</summary>
    public IReadOnlyList<RslLegal> Legal { get; init; } = [];
}

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
/// <param name="Accepts">How it can be paid: the media type of a payment protocol, with what it needs to begin; null where it is not said.</param>
public sealed record RslPayment(string? Type, string? Standard, string? Custom, string? Amount, string? Currency, RslReference? Accepts = null);

/// <summary>A text or an address with its media type.</summary>
/// <param name="Type">Media type; null where it is not said.</param>
/// <param name="Text">As written.</param>
public sealed record RslReference(string? Type, string Text);

/// <summary>What is to be reported (section 3.12).</summary>
/// <param name="Type"><c>telemetry</c>, <c>provenance</c> or <c>audit</c>.</param>
/// <param name="Profile">Absolute address of what exactly.</param>
/// <param name="Endpoint">Where to, over https; null where the profile says.</param>
public sealed record RslReporting(string Type, string Profile, string? Endpoint);

/// <summary>Something of legal weight.</summary>
/// <param name="Type"><c>warranty</c>, <c>disclaimer</c>, <c>attestation</c>, <c>contact</c> or <c>proof</c>.</param>
/// <param name="Words">Its words or addresses.</param>
public sealed record RslLegal(string Type, IReadOnlyList<string> Words);

/// <summary>Whose content it is.</summary>
/// <param name="Name">A name.</param>
/// <param name="Type"><c>person</c> or <c>organization</c>; null where it is not said.</param>
/// <param name="Email">Where to write to; null for nowhere.</param>
/// <param name="Url">Where to read on; null for nowhere.</param>
public sealed record RslCopyright(string Name, string? Type, string? Email, string? Url);
