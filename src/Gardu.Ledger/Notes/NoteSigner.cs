using System.Text;
using Gardu.Protocols.Signatures;

namespace Gardu.Ledger.Notes;

/// <summary>Signs notes under a name (C2SP signed-note).</summary>
/// <param name="name">Who signs; see <see cref="NoteKey.Name"/>.</param>
/// <param name="key">The private key.</param>
/// <exception cref="ArgumentException">The name cannot be one.</exception>
public sealed class NoteSigner(string name, SigningKey key)
{
    /// <summary>The public half, for whoever verifies.</summary>
    public NoteKey Key { get; } = NoteKey.Of(name, NoteKeyType.Ed25519, key.PublicOctets.Span) ?? throw new ArgumentException($"\"{name}\" cannot sign notes", nameof(name));

    /// <summary>Signs a text: a note of it alone.</summary>
    /// <param name="text">With its last line feed.</param>
    public SignedNote Sign(string text) => new(text, [new NoteSignature(Key.Name, Key.Id, key.Sign(Encoding.UTF8.GetBytes(text)))]);
}
