using System.Globalization;
using System.Text;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;

namespace Gardu.Ledger.Proofs;

/// <summary>A receipt: what shows offline that an entry is in a log (C2SP tlog-proof; such files end in <c>.tlog-proof</c>).</summary>
/// <param name="Index">The entry's place, from 0.</param>
/// <param name="Path">What leads from it to the root; see <see cref="TreeProofs.Inclusion"/>.</param>
/// <param name="Note">The checkpoint, with its signatures.</param>
public sealed record TlogProof(long Index, IReadOnlyList<TreeHash> Path, SignedNote Note)
{
    /// <summary>Hashes of a path at the most: a log has fewer than 2^63 entries.</summary>
    public const int PathMax = 63;

    const string Head = "c2sp.org/tlog-proof@v1";

    /// <summary>The whole file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Head}\nindex {Index}\n"));
        foreach (var hash in Path)
            text.Append(hash).Append('\n');
        return text.Append('\n').Append(Note).ToString();
    }

    /// <summary>Reads a file; null for anything else. A line <c>extra</c> is passed over, since nothing signs it.</summary>
    public static TlogProof? Parse(ReadOnlySpan<byte> file)
    {
        var split = file.IndexOf("\n\n"u8);
        if (split < 0 || SignedNote.Parse(file[(split + 2)..]) is not { } note)
            return null;
        var lines = Encoding.UTF8.GetString(file[..split]).Split('\n');
        if (lines[0] != Head)
            return null;
        var at = lines.Length > 1 && lines[1].StartsWith("extra ", StringComparison.Ordinal) ? 2 : 1;
        if (at >= lines.Length || lines.Length - at - 1 > PathMax || !lines[at].StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(lines[at].AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || lines[at] != string.Create(CultureInfo.InvariantCulture, $"index {index}"))
            return null;
        var path = new List<TreeHash>();
        foreach (var line in lines.AsSpan(at + 1))
        {
            if (!TreeHash.TryParse(line, out var hash))
                return null;
            path.Add(hash);
        }
        return new TlogProof(index, path, note);
    }

    /// <summary>Whether an entry is in the log that a key signs for; whoever else has signed is told.</summary>
    /// <param name="entry">The entry's octets.</param>
    /// <param name="log">The log's key, whose name is the log's origin.</param>
    /// <param name="witnesses">Keys of witnesses that are known.</param>
    /// <param name="signatures">Who signed, the log and witnesses; empty where it does not hold.</param>
    public bool Holds(ReadOnlySpan<byte> entry, NoteKey log, IReadOnlyList<NoteKey> witnesses, out IReadOnlyList<VerifiedSignature> signatures)
    {
        signatures = Note.Verify([log, .. witnesses]);
        if (signatures.Any(verified => verified.Key == log) && Checkpoint.Parse(Note.Text) is { } checkpoint && checkpoint.Origin == log.Name
            && TreeProofs.Includes(TreeHash.OfLeaf(entry), Index, checkpoint.Size, Path, checkpoint.Root))
            return true;
        signatures = [];
        return false;
    }
}
