using System.Globalization;
using Gardu.Ledger.Merkle;

namespace Gardu.Ledger.Notes;

/// <summary>What a log says of itself, to be signed: how many entries it has, and what they are (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">The log's name: its address without a scheme.</param>
/// <param name="Size">Entries; 0 or more.</param>
/// <param name="Root">The root over them.</param>
public sealed record Checkpoint(string Origin, long Size, TreeHash Root)
{
    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Root}\n");

    /// <summary>Reads the text of a note; null for anything else. Lines behind the third are extensions: they are signed, and mean nothing here.</summary>
    public static Checkpoint? Parse(string text) =>
        text.EndsWith('\n') && text[..^1].Split('\n') is [var origin, var size, var root, ..] lines && !lines.Contains("") && NoteKey.IsName(origin)
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && size == count.ToString(CultureInfo.InvariantCulture)
        && TreeHash.TryParse(root, out var hash) ? new Checkpoint(origin, count, hash) : null;
}
