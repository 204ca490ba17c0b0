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
    /// <summary>
    /// Longest text that is built, and the most that is read for it, in characters: a field or a query counts once for each component that is found in it.
    /// </summary>
    public const int LengthMax = 64 * 1024;

    /// <summary>
    /// Builds it; false where a component is covered twice, is unknown, has parameters it cannot have, is not in the message, or holds anything
    /// but printable US-ASCII and tabs; or where it gets too long. Trailers are not read, so <c>tr</c> fails.
    /// </summary>
    public static bool TryBuild(SignedMessage message, MessageSignature signature, out byte[] text)
    {
        text = [];
        var lines = new StringBuilder(512);
        var covered = new HashSet<string>(StringComparer.Ordinal);
        var read = 0;
        foreach (var component in signature.Components)
        {
            if ((read += LengthOf(message, component)) > LengthMax)
                return false;
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

    /// <summary>Of what has to be read to find a component.</summary>
    static int LengthOf(SignedMessage message, SignatureComponent component)
    {
        if (component.Name.StartsWith('@'))
            return component.Name == "@query-param" ? message.RequestTarget?.Length ?? 0 : 0;
        var (lines, length) = (message.Field(component.Name) ?? [], 0);
        for (var i = 0; i < lines.Count; i++)
            length += lines[i]?.Length ?? 0;
        return length;
    }

    static bool IsPrintable(ReadOnlySpan<char> value)
    {
        for (int at; (at = value.IndexOfAnyExceptInRange(' ', '~')) >= 0; value = value[(at + 1)..])
            if (value[at] != '\t')
                return false;
        return true;
    }
}
