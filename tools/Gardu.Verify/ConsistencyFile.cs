using Gardu.Ledger.Proofs;

namespace Gardu.Verify;

/// <summary>What shows that one checkpoint is the beginning of another.</summary>
sealed class ConsistencyFile(string path, Report report) : EvidenceFile(path, report)
{
    public override string Kind => "a proof of consistency";

    public override void Check(Body body)
    {
        if (Read(ConsistencyProof.BytesMax) is not { } octets)
            return;
        if (ConsistencyProof.Parse(octets) is not { } proof)
            Report.Doubt("it begins as a proof of consistency and is none: it was cut short or altered");
        else if (body.Trust.Check(proof.Note, Report) is { } later)
            body.History.Add(proof, later, Report);
    }
}
