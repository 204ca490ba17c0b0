using System.Globalization;
using System.Text;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;

namespace Gardu.Ledger.Proofs;

/// <summary>A receipt: what shows offline that an entry is in a log (C2SP tlog-proof; such files end in <c>.tlog-proof</c>).</summary>
/// <param name="Index">The entry's place, from 0.</param>
/// <param name="Path">What leads from it to the root; see <see cref="TreeProofs.Inclusion"/>.</param>
/// <param name="Note">The checkpoint, with its signatures.</param>
/// <param name="Extra">
/// What the line <c>extra</c> carries: for a receipt of this log the entry, as <see cref="Entry.ToArray"/> gives it. Empty where there is no such line. Nothing
/// signs it: only an entry that <see cref="Holds"/> is proven.
/// </param>
public sealed record TlogProof(long Index, IReadOnlyList<TreeHash> Path, SignedNote Note, ReadOnlyMemory<byte> Extra = default)
{
    /// <summary>Hashes of a path at the most: a log has fewer than 2^63 entries.</summary>
    public const int PathMax = 63;

    /// <summary>Octets of a file at the most: an entry in base64, a path and a note.</summary>
    public const int BytesMax = 192 * 1024;

    const string Head = "c2sp.org/tlog-proof@v1";
    const string ExtraMark = "extra ";
    const string IndexMark = "index ";

    /// <summary>The whole file.</summary>
    public override string ToString()
    {
        var extra = Extra.IsEmpty ? "" : $"{ExtraMark}{Convert.ToBase64String(Extra.Span)}\n";
        return string.Create(CultureInfo.InvariantCulture, $"{Head}\n{extra}{IndexMark}{Index}\n{HashLines.Of(Path)}\n{Note}");
    }

    /// <summary>Reads a file; null for anything else, and for what is beyond the limits.</summary>
    public static TlogProof? Parse(ReadOnlySpan<byte> file)
    {
        var split = file.IndexOf("\n\n"u8);
        if (file.Length > BytesMax || split < 0 || SignedNote.Parse(file[(split + 2)..]) is not { } note)
            return null;
        var lines = Encoding.UTF8.GetString(file[..split]).Split('\n');
        if (lines[0] != Head)
            return null;
        var at = 1;
        byte[] extra = [];
        if (lines.Length > 1 && lines[1].StartsWith(ExtraMark, StringComparison.Ordinal))
        {
            if (ExtraOf(lines[1][ExtraMark.Length..]) is not { } read)
                return null;
            (at, extra) = (2, read);
        }
        return at < lines.Length && lines[at].StartsWith(IndexMark, StringComparison.Ordinal)
            && long.TryParse(lines[at].AsSpan(IndexMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && lines[at] == string.Create(CultureInfo.InvariantCulture, $"{IndexMark}{index}")
            && HashLines.Parse(lines.AsSpan(at + 1), PathMax) is { } path ? new TlogProof(index, path, note, extra) : null;
    }

    /// <summary>Whether an entry is in the log that a key signs for; whoever else has signed is told.</summary>
    /// <param name="entry">The entry's octets.</param>
    /// <param name="log">The log's key, whose name is the log's origin.</param>
    /// <param name="witnesses">Keys of witnesses that are known.</param>
    /// <param name="signatures">Who signed, the log and witnesses; empty where it does not hold.</param>
    public bool Holds(ReadOnlySpan<byte> entry, NoteKey log, IReadOnlyList<NoteKey> witnesses, out IReadOnlyList<VerifiedSignature> signatures)
    {
        signatures = Note.Verify([log, .. witnesses]);
        if (signatures.Any(verified => verified.Key.Equals(log)) && Checkpoint.Parse(Note.Text) is { } checkpoint && checkpoint.Origin == log.Name
            && TreeProofs.Includes(TreeHash.OfLeaf(entry), Index, checkpoint.Size, Path, checkpoint.Root))
            return true;
        signatures = [];
        return false;
    }

    /// <summary>Base64 in its one spelling, and not empty.</summary>
    static byte[]? ExtraOf(string base64)
    {
        var octets = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, octets, out var length) && length > 0 && Convert.ToBase64String(octets.AsSpan(0, length)) == base64 ? octets[..length] : null;
    }
}
