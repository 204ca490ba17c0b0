using System.Globalization;
using System.Text;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;

namespace Gardu.Ledger.Proofs;

/// <summary>What shows that an earlier tree of a log is the beginning of a later one: the body of <c>add-checkpoint</c> in C2SP tlog-witness.</summary>
/// <param name="OldSize">Entries of the earlier tree; 0 or more.</param>
/// <param name="Path">See <see cref="TreeProofs.Consistency"/>.</param>
/// <param name="Note">The later checkpoint, with its signatures.</param>
public sealed record ConsistencyProof(long OldSize, IReadOnlyList<TreeHash> Path, SignedNote Note)
{
    /// <summary>Hashes of a path at the most (tlog-witness).</summary>
    public const int PathMax = 63;

    /// <summary>Octets of a file at the most.</summary>
    public const int BytesMax = 72 * 1024;

    const string Mark = "old ";

    /// <summary>The whole file.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mark}{OldSize}\n{HashLines.Of(Path)}\n{Note}");

    /// <summary>Reads a file; null for anything else, and for what is beyond the limits.</summary>
    public static ConsistencyProof? Parse(ReadOnlySpan<byte> file)
    {
        var split = file.IndexOf("\n\n"u8);
        if (file.Length > BytesMax || split < 0 || SignedNote.Parse(file[(split + 2)..]) is not { } note)
            return null;
        var lines = Encoding.UTF8.GetString(file[..split]).Split('\n');
        return lines[0].StartsWith(Mark, StringComparison.Ordinal)
            && long.TryParse(lines[0].AsSpan(Mark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && lines[0] == string.Create(CultureInfo.InvariantCulture, $"{Mark}{size}")
            && HashLines.Parse(lines.AsSpan(1), PathMax) is { } path ? new ConsistencyProof(size, path, note) : null;
    }

    /// <summary>Whether an earlier checkpoint of this log is the beginning of the later one. Whose signatures both bear is another question.</summary>
    public bool Holds(Checkpoint earlier) =>
        Checkpoint.Parse(Note.Text) is { } later && later.Origin == earlier.Origin && earlier.Size == OldSize
        && TreeProofs.IsConsistent(earlier.Size, earlier.Root, later.Size, later.Root, Path);
}
