using System.Buffers.Binary;
using System.Text;

namespace Gardu.Ledger.Notes;

/// <summary>A line of a note that is a signature.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Id">The key's id.</param>
/// <param name="Octets">The signature, with a time before it where it is a witness's.</param>
public sealed record NoteSignature(string Name, uint Id, ReadOnlyMemory<byte> Octets);

/// <summary>A key that signed a note.</summary>
/// <param name="Key">The key.</param>
/// <param name="Time">When, in seconds since 1970, by a witness's clock; null for others.</param>
public sealed record VerifiedSignature(NoteKey Key, long? Time);

/// <summary>A text that somebody has signed (C2SP signed-note): text, an empty line, and a line for each signature.</summary>
/// <param name="Text">What is signed: lines, each with its line feed, without other control characters.</param>
/// <param name="Signatures">In their order; one or more.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Octets of a note at the most.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Signatures of a note at the most; the specification asks for 16 or more.</summary>
    public const int SignaturesMax = 64;

    const string Mark = "— ";
    const int IdSize = 4;

    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a note; null for anything else, and for what is beyond the limits.</summary>
    public static SignedNote? Parse(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > BytesMax || Read(octets) is not { } note || note.AsSpan().ContainsAnyInRange('\0', '\u0009') || note.AsSpan().ContainsAnyInRange('\u000b', '\u001f'))
            return null;
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n'))
            return null;
        var lines = note[(split + 2)..].Split('\n')[..^1];
        if (lines.Length is 0 or > SignaturesMax)
            return null;
        NoteSignature?[] signatures = [.. lines.Select(SignatureOf)];
        return signatures.Contains(null) ? null : new SignedNote(note[..(split + 1)], [.. signatures.OfType<NoteSignature>()]);
    }

    /// <summary>
    /// Which of some keys signed it. Signatures of others are passed over; where a known key's does not hold, or none is known, it is nobody's note and
    /// the list is empty.
    /// </summary>
    public IReadOnlyList<VerifiedSignature> Verify(IReadOnlyCollection<NoteKey> known)
    {
        var verified = new List<VerifiedSignature>();
        foreach (var signature in Signatures)
        {
            if (known.FirstOrDefault(key => key.Name == signature.Name && key.Id == signature.Id) is not { } key)
                continue;
            if (!key.Verify(Text, signature.Octets.Span, out var time))
                return [];
            if (!verified.Exists(earlier => earlier.Key.Equals(key)))
                verified.Add(new VerifiedSignature(key, time));
        }
        return verified;
    }

    /// <summary>The whole note, as it is published.</summary>
    public override string ToString()
    {
        var note = new StringBuilder(Text).Append('\n');
        foreach (var signature in Signatures)
            note.Append(Mark).Append(signature.Name).Append(' ').Append(Payload(signature)).Append('\n');
        return note.ToString();
    }

    static string Payload(NoteSignature signature)
    {
        var octets = new byte[IdSize + signature.Octets.Length];
        BinaryPrimitives.WriteUInt32BigEndian(octets, signature.Id);
        signature.Octets.Span.CopyTo(octets.AsSpan(IdSize));
        return Convert.ToBase64String(octets);
    }

    static NoteSignature? SignatureOf(string line)
    {
        if (!line.StartsWith(Mark, StringComparison.Ordinal) || line[Mark.Length..].Split(' ') is not [var name, var base64] || !NoteKey.IsName(name))
            return null;
        var octets = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, octets, out var length) || length <= IdSize)
            return null;
        var signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(octets), octets.AsMemory(IdSize, length - IdSize));
        return Payload(signature) == base64 ? signature : null;
    }

    static string? Read(ReadOnlySpan<byte> octets)
    {
        try
        {
            return Strict.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
