namespace Gardu.Protocols.StructuredFields;

/// <summary>What a list or dictionary holds: an item or an inner list, with parameters (RFC 9651 sections 3.1 and 3.2).</summary>
/// <param name="Parameters">In their order; of a key that stood there twice the last.</param>
public abstract record FieldMember(FieldParameters Parameters);

/// <summary>A value with parameters (section 3.3).</summary>
/// <param name="Value">The value.</param>
/// <param name="Parameters">In their order.</param>
public sealed record FieldItem(BareItem Value, FieldParameters Parameters) : FieldMember(Parameters)
{
    /// <summary>Its canonical form.</summary>
    public override string ToString() => $"{Value}{Parameters}";
}

/// <summary>Items between brackets, with parameters (section 3.1.1).</summary>
/// <param name="Items">In their order.</param>
/// <param name="Parameters">In their order.</param>
public sealed record FieldInnerList(IReadOnlyList<FieldItem> Items, FieldParameters Parameters) : FieldMember(Parameters)
{
    /// <summary>Its canonical form.</summary>
    public override string ToString() => $"({string.Join(' ', Items)}){Parameters}";
}
