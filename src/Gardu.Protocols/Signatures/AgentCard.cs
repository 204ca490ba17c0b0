using System.Text.Json;

namespace Gardu.Protocols.Signatures;

/// <summary>
/// A Signature Agent Card (draft-meunier-webbotauth-registry): what an agent says of itself, at an address that is its name. Members that are
/// not known are passed over. Nothing in it is proven but the keys.
/// </summary>
public sealed record AgentCard
{
    /// <summary>Largest card that is read, in bytes.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Longest text in it, in characters.</summary>
    public const int TextLengthMax = 2048;

    /// <summary>Most entries of a list.</summary>
    public const int EntriesMax = 64;

    /// <summary>The address of the card, byte for byte.</summary>
    public required string ClientId { get; init; }

    /// <summary>The agent's name.</summary>
    public string? ClientName { get; init; }

    /// <summary>A page about the agent.</summary>
    public string? ClientUri { get; init; }

    /// <summary>A picture.</summary>
    public string? LogoUri { get; init; }

    /// <summary>Whom to write to.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Where its keys are, without a fragment; null where they stand in the card or are not given.</summary>
    public Uri? JwksUri { get; init; }

    /// <summary>Its keys, where they stand in the card.</summary>
    public KeySet? Keys { get; init; }

    /// <summary>The user agent it sends.</summary>
    public string? ExpectedUserAgent { get; init; }

    /// <summary>Its name in robots.txt.</summary>
    public string? ProductToken { get; init; }

    /// <summary>Whether it says it follows robots.txt.</summary>
    public bool FollowsRobots { get; init; }

    /// <summary><c>fetcher</c> (a person asks) or <c>crawler</c>.</summary>
    public string? Trigger { get; init; }

    /// <summary>What for, in its words.</summary>
    public string? Purpose { get; init; }

    /// <summary>Which content it takes.</summary>
    public string? TargetedContent { get; init; }

    /// <summary>How it can be slowed.</summary>
    public string? RateControl { get; init; }

    /// <summary>How fast it goes.</summary>
    public string? RateExpectation { get; init; }

    /// <summary>Addresses it asks for everywhere.</summary>
    public IReadOnlyList<string> KnownUrls { get; init; } = [];

    /// <summary>Where its IP addresses are listed.</summary>
    public string? IpsUri { get; init; }

    /// <summary>Reads a card; false, with a reason in words, for what is none, does not name its own address, gives its keys twice, or has a member of a wrong type.</summary>
    /// <param name="json">As fetched.</param>
    /// <param name="url">The address it was fetched from, as its signer wrote it.</param>
    /// <param name="card">The card.</param>
    /// <param name="error">Why it is none.</param>
    public static bool TryParse(ReadOnlyMemory<byte> json, string url, out AgentCard? card, out string? error)
    {
        card = null;
        if (!BoundedJson.TryParse(json, BytesMax, out var document, out error))
            return false;
        using (document)
            card = Read(document!.RootElement, url, out error);
        return card is not null;
    }

    static AgentCard? Read(JsonElement root, string url, out string? error)
    {
        var members = new CardMembers(root);
        var about = new CardMembers(members.Object("web_bot_auth"));
        var card = new AgentCard
        {
            ClientId = members.Text("client_id") ?? "",
            ClientName = members.Text("client_name"),
            ClientUri = members.Text("client_uri"),
            LogoUri = members.Text("logo_uri"),
            Contacts = members.Texts("contacts"),
            JwksUri = members.Address("jwks_uri"),
            Keys = members.Keys("jwks"),
            ExpectedUserAgent = about.Text("expected-user-agent"),
            ProductToken = about.Text("rfc9309-product-token"),
            FollowsRobots = about.Flag("rfc9309-compliance"),
            Trigger = about.Text("trigger"),
            Purpose = about.Text("purpose"),
            TargetedContent = about.Text("targeted-content"),
            RateControl = about.Text("rate-control"),
            RateExpectation = about.Text("rate-expectation"),
            KnownUrls = about.Texts("known-urls"),
            IpsUri = about.Text("ips_uri"),
        };
        error = members.Error ?? about.Error
            ?? (card.ClientId != url ? "client_id is not the card's own address" : card is { JwksUri: not null, Keys: not null } ? "both jwks and jwks_uri" : null);
        return error is null ? card : null;
    }
}
