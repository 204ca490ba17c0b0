using Gardu.Agents.Credentials;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Identifying;

/// <summary>
/// The credentials that are Gardu's own, and so never reach the origin: <c>Gardu-Key</c>, and of <c>Authorization</c> the
/// schemes <c>License</c> and <c>Payment</c> and <c>Bearer</c> with a key. Every other <c>Authorization</c> is the origin's.
/// </summary>
static class OwnCredential
{
    /// <summary>Carries a key where <c>Authorization</c> is the origin's.</summary>
    public const string KeyHeader = "Gardu-Key";

    const string Bearer = "Bearer";
    const string License = "License";
    const string Payment = "Payment";

    /// <summary>Whether a request brings a key or a licence.</summary>
    public static bool IsIn(IHeaderDictionary headers) =>
        headers.ContainsKey(KeyHeader) || (headers.Authorization is { Count: > 0 } lines && lines.Any(line => Is(line) && !HasScheme(line, Payment)));

    /// <summary>The keys that a request brings: one, unless it brings it twice.</summary>
    public static IEnumerable<string> KeysIn(IHeaderDictionary headers) =>
        headers[KeyHeader].Select(line => (line ?? "").Trim())
            .Concat(headers.Authorization.Where(line => Is(line) && HasScheme(line, Bearer)).Select(line => line!.Trim()[Bearer.Length..].Trim()))
            .Distinct();

    /// <summary>Whether a request brings a licence (RSL 1.0 section 6).</summary>
    public static bool HasLicence(IHeaderDictionary headers) => headers.Authorization.Any(line => HasScheme(line, License));

    /// <summary>Whether an <c>Authorization</c> is Gardu's.</summary>
    public static bool Is(string? authorization) =>
        HasScheme(authorization, License) || HasScheme(authorization, Payment)
        || (HasScheme(authorization, Bearer) && authorization.AsSpan().Trim()[Bearer.Length..].Trim().StartsWith(KeySecret.Mark, StringComparison.Ordinal));

    /// <summary>The scheme, then blanks of any kind and number (RFC 9110 section 11.4).</summary>
    static bool HasScheme(string? authorization, string scheme)
    {
        var text = authorization.AsSpan().Trim();
        var end = text.IndexOfAny(' ', '\t');
        return (end < 0 ? text : text[..end]).Equals(scheme, StringComparison.OrdinalIgnoreCase);
    }
}
