using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signatures;

/// <summary>
/// Reads the fields <c>Signature-Input</c> and <c>Signature</c> (RFC 9421 section 4). Both are dictionaries, so of a label that stands twice
/// in one field the last counts (RFC 9651 section 3.2).
/// </summary>
public static class SignatureFields
{
    /// <summary>The tag of automated clients that sign who they are.</summary>
    public const string AgentTag = "web-bot-auth";

    /// <summary>Most signatures of one tag in a message.</summary>
    public const int SignaturesMax = 16;

    /// <summary>Whether a field can hold a signature of a tag at all: no more than a search, to pass over everything else at no cost.</summary>
    public static bool Mention(IReadOnlyList<string?> inputLines, string tag)
    {
        for (var i = 0; i < inputLines.Count; i++)
            if (inputLines[i]?.Contains(tag, StringComparison.Ordinal) == true)
                return true;
        return false;
    }

    /// <summary>
    /// The signatures of one tag, in the order of <c>Signature-Input</c>; a label that stands in one of the fields alone is left out (section 3.2).
    /// False where a field is no dictionary, or a member with the tag is no list of text, has a parameter of a wrong type, covers more than
    /// <see cref="MessageSignature.ComponentsMax"/> components, has a signature that is no byte sequence, or is one of too many.
    /// </summary>
    public static bool TryRead(IReadOnlyList<string?> inputLines, IReadOnlyList<string?> signatureLines, string tag, out IReadOnlyList<MessageSignature> signatures)
    {
        signatures = [];
        if (!StructuredField.TryParseDictionary(FieldLines.Joined(inputLines), out var inputs) || !StructuredField.TryParseDictionary(FieldLines.Joined(signatureLines), out var proofs))
            return false;
        var read = new List<MessageSignature>();
        foreach (var (label, input) in inputs.Entries)
        {
            if (input.Parameters.Find("tag") is not BareItem.String { Value: var its } || its != tag || proofs.Find(label) is not { } proof)
                continue;
            if (input is not FieldInnerList list || proof is not FieldItem { Value: BareItem.Bytes { Value: var octets } }
                || read.Count == SignaturesMax || MessageSignature.Of(label, list, octets) is not { } signature)
                return false;
            read.Add(signature);
        }
        signatures = read;
        return true;
    }
}
