using System.Text;

namespace Gardu.Protocols.Signatures;

/// <summary>
/// The text that is signed (RFC 9421 section 2.5): a line for each component, then the parameters.
/// <code>
/// "@authority": example.com
/// "signature-agent";key="sig1": "https://agent.example"
/// "@signature-params": ("@authority" "signature-agent";key="sig1");created=1735689600;…
/// </code>
/// </summary>
public static class SignatureBase
{
    /// <summary>Longest text that is built, in characters.</summary>
    public const int LengthMax = 64 * 1024;

    /// <summary>
    /// Builds it; false where a component is covered twice, is unknown, has parameters it cannot have, is not in the message, or holds anything
    /// but printable US-ASCII and tabs; or where the text gets too long. Trailers are not read, so <c>tr</c> fails.
    /// </summary>
    public static bool TryBuild(SignedMessage message, MessageSignature signature, out byte[] text)
    {
        text = [];
        var lines = new StringBuilder(512);
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var component in signature.Components)
        {
            var identifier = component.ToString();
            if (!covered.Add(component.Identity ?? identifier) || ComponentValue.Of(message, component) is not { } value || !IsPrintable(value) || lines.Length + value.Length > LengthMax)
                return false;
            lines.Append(identifier).Append(": ").Append(value).Append('\n');
        }
        lines.Append("\"@signature-params\": ").Append(signature.Input);
        if (lines.Length > LengthMax)
            return false;
        text = new byte[lines.Length];
        var at = 0;
        foreach (var chunk in lines.GetChunks())
            at += Encoding.ASCII.GetBytes(chunk.Span, text.AsSpan(at));
        return true;
    }

    static bool IsPrintable(ReadOnlySpan<char> value)
    {
        for (int at; (at = value.IndexOfAnyExceptInRange(' ', '~')) >= 0; value = value[(at + 1)..])
            if (value[at] != '\t')
                return false;
        return true;
    }
}
