using Gardu.Ledger.Notes;

namespace Gardu.Verify;

/// <summary>What a log said of itself at one time.</summary>
sealed class CheckpointFile(string path, Report report) : EvidenceFile(path, report)
{
    public override string Kind => "a checkpoint";

    public override void Check(Body body)
    {
        if (Read(SignedNote.BytesMax) is not { } octets)
            return;
        if (SignedNote.Parse(octets) is not { } note)
            Report.Doubt("it begins as a checkpoint and is none: it was cut short or altered");
        else if (body.Trust.Check(note, Report) is { } checkpoint)
            body.History.Add(checkpoint, Report);
    }
}
