using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signatures;

/// <summary>Signs messages (RFC 9421 section 3.1).</summary>
public static class MessageSigner
{
    /// <summary>Signs components of a message; null where the message does not have one of them. What to send is in <see cref="MessageSignature.InputField"/> and <see cref="MessageSignature.SignatureField"/>.</summary>
    /// <param name="key">Who signs.</param>
    /// <param name="message">What is signed.</param>
    /// <param name="label">A key of a dictionary (RFC 9651 section 3.2), such as <c>sig1</c>.</param>
    /// <param name="components">What is covered.</param>
    /// <param name="parameters">In the order signed.</param>
    public static MessageSignature? Sign(SigningKey key, SignedMessage message, string label, IReadOnlyList<SignatureComponent> components, FieldParameters parameters)
    {
        var input = new FieldInnerList([.. components.Select(component => new FieldItem(new BareItem.String(component.Name), component.Parameters))], parameters);
        return MessageSignature.Of(label, input, default) is { } unsigned && SignatureBase.TryBuild(message, unsigned, out var text)
            ? MessageSignature.Of(label, input, key.Sign(text))
            : null;
    }

    /// <summary>The parameters that agents send: <c>created</c>, <c>expires</c>, <c>keyid</c>, <c>nonce</c> if there is one, <c>tag</c>.</summary>
    public static FieldParameters Parameters(SigningKey key, string tag, DateTimeOffset created, DateTimeOffset expires, string? nonce = null)
    {
        List<KeyValuePair<string, BareItem>> entries =
        [
            new("created", new BareItem.Integer(created.ToUnixTimeSeconds())),
            new("expires", new BareItem.Integer(expires.ToUnixTimeSeconds())),
            new("keyid", new BareItem.String(key.Thumbprint)),
        ];
        if (nonce is not null)
            entries.Add(new("nonce", new BareItem.String(nonce)));
        entries.Add(new("tag", new BareItem.String(tag)));
        return new FieldParameters(entries);
    }
}
