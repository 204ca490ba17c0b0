using Gardu.Ledger.Notes;

namespace Gardu.Store.Ledger;

/// <summary>The keys of the log.</summary>
/// <param name="Signers">Who signs its checkpoints: one, or two while a key is being changed.</param>
/// <param name="Former">Keys that have signed before and sign no longer.</param>
public sealed record LogKeys(IReadOnlyList<NoteSigner> Signers, IReadOnlyList<NoteKey> Former)
{
    /// <summary>The log's name.</summary>
    public string Origin => Signers[0].Key.Name;

    /// <summary>Every key that has ever signed for the log.</summary>
    public IReadOnlyList<NoteKey> Known { get; } = [.. Signers.Select(signer => signer.Key), .. Former];

    /// <summary>What the log says of itself, signed.</summary>
    public SignedNote Sign(PublishedLog log)
    {
        var text = new Checkpoint(Origin, log.Size, log.Root).Text;
        return new SignedNote(text, [.. Signers.SelectMany(signer => signer.Sign(text).Signatures)]);
    }
}
