namespace Gardu.Ledger.Entries;

/// <summary>The payload of a declaration: what a site says from then on.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Name">An address, <c>terms</c>, or <c>origin robots.txt</c>.</param>
/// <param name="Sha256">Of the bytes, in hexadecimal; null where it is said no longer.</param>
public sealed record DeclarationPayload(string Site, string Name, string? Sha256)
{
    /// <summary>The name under which a site's terms are declared.</summary>
    public const string TermsName = "terms";

    /// <summary>Reads a payload as its octets are; null where it is no declaration.</summary>
    public static DeclarationPayload? Read(ReadOnlyMemory<byte> payload) => StrictJson.Read(payload, json =>
        json.Text("site") is { } site && json.Text("name") is { } name ? new DeclarationPayload(site, name, json.Text("sha256")) : null);
}
