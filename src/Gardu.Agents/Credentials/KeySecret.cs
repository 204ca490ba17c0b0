using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Gardu.Agents.Credentials;

/// <summary>
/// The text of a key, shown once and never kept:
/// <code>
///   gk_ abcdefgh abcdefghijklmnopqrstuvwxyz234567
///   ─┬─ ───┬──── ───────────────┬────────────────
///    │     │                    160 random bits
///    │     index: 40 random bits, kept to find it by
///    what it is, for people and for scanners of leaked secrets
/// </code>
/// </summary>
public sealed class KeySecret
{
    /// <summary>What every key starts with.</summary>
    public const string Mark = "gk_";

    const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567"; // base32 of RFC 4648 in lower case

    static readonly SearchValues<char> OfAlphabet = SearchValues.Create(Alphabet);

    const int IndexLength = 8;
    const int Length = 40;

    KeySecret(string text) => Text = text;

    /// <summary>The key itself.</summary>
    public string Text { get; }

    /// <summary>The part that is kept as it is, to find the key by.</summary>
    public string Index => Text.Substring(Mark.Length, IndexLength);

    /// <summary>SHA-256 of the key, which is what is kept. Two hundred random bits need no slow hash.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    /// <summary>A new key.</summary>
    public static KeySecret New() => new(Mark + RandomNumberGenerator.GetString(Alphabet, Length));

    /// <summary>Reads a key; false for anything that this program cannot have given out.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out KeySecret? secret)
    {
        var fits = text.Length == Mark.Length + Length && text.StartsWith(Mark, StringComparison.Ordinal) && !text[Mark.Length..].ContainsAnyExcept(OfAlphabet);
        secret = fits ? new KeySecret(text.ToString()) : null;
        return fits;
    }

    /// <summary>The index alone, so that no log ever holds a key.</summary>
    public override string ToString() => $"{Mark}{Index}…";
}
