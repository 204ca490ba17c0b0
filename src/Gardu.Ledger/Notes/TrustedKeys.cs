using System.Text;

namespace Gardu.Ledger.Notes;

/// <summary>Whose signatures under a checkpoint are believed: the logs, the witnesses, and how many of these there must be (C2SP tlog-policy; the file <c>keys.txt</c>).</summary>
public sealed class TrustedKeys
{
    /// <summary>Octets of a file at the most.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Logs, witnesses and groups at the most, of each.</summary>
    public const int EachMax = 64;

    /// <summary>What stands for a quorum of nobody.</summary>
    internal const string NoQuorum = "none";

    readonly IReadOnlyDictionary<string, TrustedGroup> groups;
    readonly string quorum;

    internal TrustedKeys(IReadOnlyList<NoteKey> logs, IReadOnlyDictionary<string, NoteKey> witnesses, IReadOnlyDictionary<string, TrustedGroup> groups, string quorum)
    {
        (Logs, Witnesses, this.groups, this.quorum) = (logs, witnesses, groups, quorum);
    }

    /// <summary>Keys of logs; the name of each is the origin of its log.</summary>
    public IReadOnlyList<NoteKey> Logs { get; }

    /// <summary>Keys of witnesses, by the names that they have in the file.</summary>
    public IReadOnlyDictionary<string, NoteKey> Witnesses { get; }

    /// <summary>Believes logs, and tells which witnesses signed too, without asking for any.</summary>
    public static TrustedKeys Of(IReadOnlyList<NoteKey> logs, params IReadOnlyList<NoteKey> witnesses) =>
        new(logs, witnesses.ToDictionary(witness => witness.Name), new Dictionary<string, TrustedGroup>(), NoQuorum);

    /// <summary>Reads a file.</summary>
    /// <param name="file">UTF-8; lines end with a line feed alone.</param>
    /// <param name="error">What is wrong, with its line; null where it was read.</param>
    public static TrustedKeys? Parse(ReadOnlySpan<byte> file, out string? error) => TrustedKeysReader.Read(file, out error);

    /// <summary>
    /// Who of them signed a checkpoint: a log of its origin, and witnesses; empty where none of its log keys did, where a known key's signature does not hold, or
    /// where the witnesses are fewer than the quorum asks for.
    /// </summary>
    public IReadOnlyList<VerifiedSignature> Verify(SignedNote note)
    {
        var origin = Checkpoint.Parse(note.Text)?.Origin;
        var signatures = note.Verify([.. Logs.Where(log => log.Name == origin), .. Witnesses.Values]);
        return signatures.Any(signature => Logs.Contains(signature.Key)) && IsQuorum([.. signatures.Select(signature => signature.Key)]) ? signatures : [];
    }

    /// <summary>Whether some keys are witnesses enough.</summary>
    public bool IsQuorum(IReadOnlyCollection<NoteKey> signers) => quorum == NoQuorum || Counts(quorum, signers);

    bool Counts(string name, IReadOnlyCollection<NoteKey> signers) =>
        Witnesses.TryGetValue(name, out var witness) ? signers.Contains(witness)
        : groups[name] is var group && group.Members.Count(member => Counts(member, signers)) >= group.Threshold;

    /// <summary>The file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var log in Logs)
            text.Append("log ").Append(log).Append('\n');
        foreach (var (name, key) in Witnesses)
            text.Append("witness ").Append(name).Append(' ').Append(key).Append('\n');
        foreach (var (name, group) in groups)
            text.Append("group ").Append(name).Append(' ').Append(group.Threshold).Append(' ').AppendJoin(' ', group.Members).Append('\n');
        return text.Append("quorum ").Append(quorum).Append('\n').ToString();
    }
}

/// <summary>Witnesses and groups of them, of which some must have signed.</summary>
/// <param name="Threshold">How many; 1 to their number.</param>
/// <param name="Members">Their names.</param>
sealed record TrustedGroup(int Threshold, IReadOnlyList<string> Members);
