using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signatures;

/// <summary>One part of a message that a signature covers (RFC 9421 section 2): <c>"@authority"</c>, <c>"signature-agent";key="sig1"</c>.</summary>
/// <param name="Name">A field's name in lower case, or a derived component's with its <c>@</c>.</param>
/// <param name="Parameters">In their order.</param>
public sealed record SignatureComponent(string Name, FieldParameters Parameters)
{
    /// <summary>A component without parameters.</summary>
    public SignatureComponent(string name) : this(name, FieldParameters.None)
    {
    }

    /// <summary>One member of a dictionary field.</summary>
    public static SignatureComponent Member(string field, string key) => new(field, new FieldParameters([KeyValuePair.Create<string, BareItem>("key", new BareItem.String(key))]));

    /// <summary>A part of the request that a response answers.</summary>
    public static SignatureComponent OfRequest(string name) => new(name, new FieldParameters([KeyValuePair.Create<string, BareItem>("req", BareItem.Boolean.True)]));

    /// <summary>Its identifier: the canonical item.</summary>
    public override string ToString() => $"{FieldText.Quoted(Name)}{Parameters}";

    /// <summary>
    /// What two components must not share in one signature: the order of parameters does not tell them apart (section 2). Null where that is
    /// the identifier itself.
    /// </summary>
    internal string? Identity => Parameters.Entries.Count < 2
        ? null
        : new SignatureComponent(Name, new FieldParameters([.. Parameters.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)])).ToString();

    /// <summary>Whether it covers the whole of a thing in this very message, rather than a member, a trailer, or the request before.</summary>
    internal bool IsWhole(string name) => Name == name && Parameters.Find("key") is null && Parameters.Find("req") is null && Parameters.Find("tr") is null;
}
