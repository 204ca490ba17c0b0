namespace Gardu.Protocols.StructuredFields;

/// <summary>A single value of a structured field (RFC 9651 section 3.3). <see cref="object.ToString"/> gives its canonical form.</summary>
public abstract record BareItem
{
    BareItem()
    {
    }

    /// <summary>At most fifteen digits (section 3.3.1).</summary>
    /// <param name="Value">-999,999,999,999,999 to 999,999,999,999,999.</param>
    public sealed record Integer(long Value) : BareItem
    {
        /// <inheritdoc/>
        public override string ToString() => FieldText.Of(Value);
    }

    /// <summary>At most twelve digits before the point and three behind it (section 3.3.2).</summary>
    /// <param name="Value">The number; rounded half to even where it has more places.</param>
    public sealed record Decimal(decimal Value) : BareItem
    {
        /// <inheritdoc/>
        public override string ToString() => FieldText.Of(Value);
    }

    /// <summary>Printable US-ASCII between quotes (section 3.3.3).</summary>
    /// <param name="Value">Without quotes and escapes.</param>
    public sealed record String(string Value) : BareItem
    {
        /// <inheritdoc/>
        public override string ToString() => FieldText.Quoted(Value);
    }

    /// <summary>A word such as <c>y</c> or <c>text/html</c> (section 3.3.4).</summary>
    /// <param name="Value">The word; case counts.</param>
    public sealed record Token(string Value) : BareItem
    {
        /// <inheritdoc/>
        public override string ToString() => Value;
    }

    /// <summary>Octets in base64 between colons (section 3.3.5).</summary>
    /// <param name="Value">The octets.</param>
    public sealed record Bytes(ReadOnlyMemory<byte> Value) : BareItem
    {
        /// <inheritdoc/>
        public override string ToString() => $":{Convert.ToBase64String(Value.Span)}:";
    }

    /// <summary><c>?1</c> or <c>?0</c> (section 3.3.6).</summary>
    /// <param name="Value">Yes or no.</param>
    public sealed record Boolean(bool Value) : BareItem
    {
        /// <summary>What a key without a value stands for.</summary>
        public static Boolean True { get; } = new(true);

        /// <inheritdoc/>
        public override string ToString() => Value ? "?1" : "?0";
    }

    /// <summary><c>@1659578233</c> (section 3.3.7).</summary>
    /// <param name="Seconds">Since 1970, UTC.</param>
    public sealed record Date(long Seconds) : BareItem
    {
        /// <inheritdoc/>
        public override string ToString() => $"@{FieldText.Of(Seconds)}";
    }

    /// <summary>Any Unicode text, percent-encoded between quotes (section 3.3.8).</summary>
    /// <param name="Value">Decoded.</param>
    public sealed record DisplayString(string Value) : BareItem
    {
        /// <inheritdoc/>
        public override string ToString() => FieldText.PercentQuoted(Value);
    }
}
