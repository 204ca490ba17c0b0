using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signatures;

/// <summary>What stands at the address of an agent.</summary>
public enum SignatureAgentType
{
    /// <summary>A directory of keys at a fixed path of the host.</summary>
    Directory,

    /// <summary>A JSON Web Key Set.</summary>
    JwksUri,

    /// <summary>A card that describes the agent (a Client ID Metadata Document).</summary>
    Card,
}

/// <summary>
/// Whose a signature is, by the field <c>Signature-Agent</c> (draft-ietf-webbotauth-httpsig-protocol). Today it is a dictionary of addresses;
/// before it was one bare string, which many still send.
/// </summary>
/// <param name="Type">What stands there.</param>
/// <param name="Identifier">The agent's one name: the origin of a directory (<c>https://agent.example</c>), its path written out or not; else the address without query and fragment, normalised (RFC 3986 sections 6.2.2 and 6.2.3).</param>
/// <param name="FetchUrl">Where its keys or its card are. Its <see cref="Uri.OriginalString"/> is as sent, without a fragment.</param>
public sealed record SignatureAgent(SignatureAgentType Type, string Identifier, Uri FetchUrl)
{
    /// <summary>The field's name, in lower case.</summary>
    public const string Field = "signature-agent";

    /// <summary>The identifier of the agent that goes by an address; null where none can.</summary>
    public static string? IdentifierOf(string url) => AgentAddress.Of(url) is { } address ? address.IsOrigin ? address.Origin : address.Identifier : null;

    /// <summary>A member of the field, to be sent: <c>sig1="https://agent.example"</c>.</summary>
    public static string Member(string key, string url) => $"{key}={FieldText.Quoted(url)}";

    /// <summary>
    /// The agent that a signature covers: the member of the component's <c>key</c>, or the bare string for the component without one. Where it
    /// covers several (those of a signature it encloses, too), the one of its own label. Null where it covers none, or none that can be read.
    /// </summary>
    public static SignatureAgent? Of(SignedMessage message, MessageSignature signature)
    {
        var covered = signature.Components.Where(IsNamedBy).ToArray();
        if (covered.Length == 0 || message.Field(Field) is not { Count: > 0 } lines)
            return null;
        var its = covered.Length == 1 ? covered[0] : covered.FirstOrDefault(component => KeyOf(component) == signature.Label);
        return its is null ? null
            : KeyOf(its) is { } key ? StructuredField.TryParseDictionary(FieldLines.Joined(lines), out var members) ? Of(members.Find(key)) : null
            : StructuredField.TryParseItem(FieldLines.Joined(lines), out var bare) ? Of(bare) : null;
    }

    /// <summary>Whether a component is the whole field of this message, or a member of it.</summary>
    internal static bool IsNamedBy(SignatureComponent component) =>
        component.Name == Field && component.Parameters.Entries is [] or [{ Key: "key", Value: BareItem.String }];

    static string? KeyOf(SignatureComponent component) => (component.Parameters.Find("key") as BareItem.String)?.Value;

    static SignatureAgent? Of(FieldMember? member)
    {
        if (member is not FieldItem { Value: BareItem.String { Value: var text } } item || AgentAddress.Of(text) is not { } address)
            return null;
        return item.Parameters.Find("type") switch
        {
            null or BareItem.Token { Value: "directory" } =>
                address.IsOrigin ? new SignatureAgent(SignatureAgentType.Directory, address.Origin, new Uri(address.Origin + KeyDirectory.Path)) : null,
            BareItem.Token { Value: "jwks_uri" } => new SignatureAgent(SignatureAgentType.JwksUri, address.Identifier, address.Url),
            BareItem.Token { Value: "cimd" } => new SignatureAgent(SignatureAgentType.Card, address.Identifier, address.Url),
            _ => null,
        };
    }
}
