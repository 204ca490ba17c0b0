using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gardu.Protocols.Signatures;

namespace Gardu.Ledger.Notes;

/// <summary>How a key signs notes.</summary>
public enum NoteKeyType : byte
{
    /// <summary>Ed25519 over the text (C2SP signed-note).</summary>
    Ed25519 = 0x01,

    /// <summary>Ed25519 over the text and the time: a witness's (C2SP tlog-cosignature).</summary>
    Cosignature = 0x04,
}

/// <summary>A public key that signs notes under a name (C2SP signed-note, "Verifier keys").</summary>
public sealed class NoteKey : IEquatable<NoteKey>
{
    const int TimeSize = 8;
    const int SignatureSize = 64;

    readonly VerificationKey key;
    readonly string text;

    NoteKey(string name, NoteKeyType type, VerificationKey key, ReadOnlySpan<byte> typeAndKey)
    {
        (Name, Type, this.key) = (name, type, key);
        Id = IdOf(name, typeAndKey);
        text = string.Create(CultureInfo.InvariantCulture, $"{name}+{Id:x8}+{Convert.ToBase64String(typeAndKey)}");
    }

    /// <summary>Who signs, such as <c>example.com/log</c>: not empty, without white space and <c>+</c>.</summary>
    public string Name { get; }

    /// <summary>How it signs.</summary>
    public NoteKeyType Type { get; }

    /// <summary>Tells keys of one name apart: the first 32 bits of SHA-256 over name, line feed, type and key.</summary>
    public uint Id { get; }

    /// <summary>Makes one; null where the name cannot be one, or the octets are no Ed25519 key.</summary>
    public static NoteKey? Of(string name, NoteKeyType type, ReadOnlySpan<byte> octets) =>
        IsName(name) && VerificationKey.OfEd25519(octets) is { } key ? new NoteKey(name, type, key, [(byte)type, .. octets]) : null;

    /// <summary>Reads <c>NAME+ID+KEY</c>; null for anything else, an id of another key and other types too.</summary>
    public static NoteKey? Parse(string text)
    {
        if (text.Split('+', 3) is not [var name, { Length: 8 } id, var base64])
            return null;
        Span<byte> typeAndKey = stackalloc byte[64];
        return Convert.TryFromBase64String(base64, typeAndKey, out var length) && length > 0 && Enum.IsDefined((NoteKeyType)typeAndKey[0])
            && Of(name, (NoteKeyType)typeAndKey[0], typeAndKey[1..length]) is { } key && key.text == text ? key : null;
    }

    /// <summary><c>NAME+ID+KEY</c>, as others are told of it.</summary>
    public override string ToString() => text;

    /// <inheritdoc/>
    public bool Equals(NoteKey? other) => other?.text == text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NoteKey);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether it signed a text, and when it says so.</summary>
    /// <param name="note">The text with its last line feed.</param>
    /// <param name="signature">What stands behind the key's id in the signature's line.</param>
    /// <param name="time">When, in seconds since 1970, of a witness; null of others.</param>
    public bool Verify(string note, ReadOnlySpan<byte> signature, out long? time)
    {
        time = null;
        if (Type == NoteKeyType.Ed25519)
            return key.Verify(Encoding.UTF8.GetBytes(note), signature);
        if (signature.Length != TimeSize + SignatureSize || BinaryPrimitives.ReadUInt64BigEndian(signature) is not (<= long.MaxValue and var seconds))
            return false;
        time = (long)seconds;
        return key.Verify(Encoding.UTF8.GetBytes(Cosigned(note, time.Value)), signature[TimeSize..]);
    }

    /// <summary>What a witness signs.</summary>
    internal static string Cosigned(string note, long seconds) => string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{note}");

    /// <summary>Whether somebody can sign under a name: not empty, without white space, control characters and <c>+</c>.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        foreach (var letter in name)
            if (char.IsWhiteSpace(letter) || char.IsControl(letter) || letter == '+')
                return false;
        return !name.IsEmpty;
    }

    static uint IdOf(string name, ReadOnlySpan<byte> typeAndKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', .. typeAndKey], hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }
}
