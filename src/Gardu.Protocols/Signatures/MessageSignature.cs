using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signatures;

/// <summary>One label of <c>Signature-Input</c> with its <c>Signature</c> (RFC 9421 section 4): what is covered, under which parameters, and the proof. Nothing is verified yet.</summary>
public sealed class MessageSignature
{
    /// <summary>Most components that one signature may cover.</summary>
    public const int ComponentsMax = 64;

    readonly FieldInnerList input;

    MessageSignature(string label, FieldInnerList input, IReadOnlyList<SignatureComponent> components, ReadOnlyMemory<byte> octets)
    {
        this.input = input;
        Label = label;
        Components = components;
        Octets = octets;
    }

    /// <summary>What ties the two fields together; it is not signed.</summary>
    public string Label { get; }

    /// <summary>What is covered, in the order signed.</summary>
    public IReadOnlyList<SignatureComponent> Components { get; }

    /// <summary>The signature itself.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>All parameters, in the order signed.</summary>
    public FieldParameters Parameters => input.Parameters;

    /// <summary>When it was made, in seconds since 1970; null where it does not say.</summary>
    public long? Created => Number("created");

    /// <summary>When it ends, in seconds since 1970; null where it does not say.</summary>
    public long? Expires => Number("expires");

    /// <summary>Which key; in this profile its thumbprint (RFC 7638).</summary>
    public string? KeyId => Text("keyid");

    /// <summary>The algorithm it says it was made with; a key knows its own and is never told (RFC 9421 section 3.2).</summary>
    public string? Algorithm => Text("alg");

    /// <summary>A word used once.</summary>
    public string? Nonce => Text("nonce");

    /// <summary>What the signature is for, such as <c>web-bot-auth</c>.</summary>
    public string? Tag => Text("tag");

    /// <summary>The value of its member of <c>Signature-Input</c>, canonical: what <c>@signature-params</c> signs.</summary>
    public string Input => input.ToString();

    /// <summary>The field <c>Signature-Input</c> with this label alone.</summary>
    public string InputField => $"{Label}={Input}";

    /// <summary>The field <c>Signature</c> with this label alone.</summary>
    public string SignatureField => $"{Label}={new BareItem.Bytes(Octets)}";

    /// <summary>Whether the whole of a component of this message is covered, such as <c>@path</c> or <c>crawler-max-price</c>. A member of a dictionary alone is not the whole.</summary>
    public bool Covers(string name) => Components.Any(component => component.IsWhole(name));

    /// <summary>Puts one together; null where the list holds anything but text, a parameter of RFC 9421 section 2.3 has the wrong type, or too much is covered.</summary>
    internal static MessageSignature? Of(string label, FieldInnerList input, ReadOnlyMemory<byte> octets)
    {
        if (input.Items.Count > ComponentsMax || !input.Parameters.Entries.All(IsWellTyped))
            return null;
        var components = new SignatureComponent[input.Items.Count];
        for (var i = 0; i < components.Length; i++)
        {
            if (input.Items[i].Value is not BareItem.String { Value: var name })
                return null;
            components[i] = new SignatureComponent(name, input.Items[i].Parameters);
        }
        return new MessageSignature(label, input, components, octets);
    }

    static bool IsWellTyped(KeyValuePair<string, BareItem> parameter) => parameter.Key switch
    {
        "created" or "expires" => parameter.Value is BareItem.Integer,
        "keyid" or "alg" or "nonce" or "tag" => parameter.Value is BareItem.String,
        _ => true,
    };

    long? Number(string name) => (Parameters.Find(name) as BareItem.Integer)?.Value;

    string? Text(string name) => (Parameters.Find(name) as BareItem.String)?.Value;
}
