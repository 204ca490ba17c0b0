using System.Text;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Proofs;

namespace Gardu.Verify;

/// <summary>One entry with what shows that it is in the log.</summary>
sealed class ReceiptFile(string path, Report report) : EvidenceFile(path, report)
{
    public override string Kind => "a receipt";

    public override void Check(Body body)
    {
        if (Read(TlogProof.BytesMax) is not { } octets)
            return;
        if (TlogProof.Parse(octets) is not { } proof)
        {
            Report.Doubt("it begins as a receipt and is none: it was cut short or altered");
            return;
        }
        if (body.Trust.Check(proof.Note, Report) is not { } checkpoint)
            return;
        body.History.Add(checkpoint, Report);
        if (proof.Extra.Length < Envelope.Size || !Envelope.TryRead(proof.Extra.Span[..Envelope.Size], out var envelope))
            Report.Doubt("it carries no entry in its line extra, so there is nothing to prove");
        else if (!TreeProofs.Includes(envelope.LeafHash(), proof.Index, checkpoint.Size, proof.Path, checkpoint.Root))
            Report.Doubt($"the log has another entry at index {proof.Index}: the envelope, the index or the path was altered, or the entry was never in this log");
        else if (Entry.Read(proof.Extra) is not { } entry)
            Report.Doubt($"the payload is not the one of the entry at index {proof.Index}: it was altered, or is another entry's");
        else
            Take(body, checkpoint.Origin, proof.Index, entry);
    }

    void Take(Body body, string origin, long index, Entry entry)
    {
        Report.Prove($"entry {index} is in the log, written at {Shown.Of(entry.Envelope.Time)} by the log's own clock, of kind {Words.Of(entry.Envelope.Kind)}");
        var usage = entry.Envelope.Kind == EntryKind.Usage ? UsagePayload.Read(entry.Payload) : null;
        body.Take(origin, index, entry, usage);
        if (entry.IsErased)
            Report.Leave("what the entry said: the receipt carries the envelope alone. Its payload was erased, or left out of this receipt");
        else
            Report.Prove($"it says: {Shown.Of(usage is null ? Encoding.UTF8.GetString(entry.Payload.Span) : Words.Of(usage))}");
        if (usage is not null)
            Report.Leave($"who was behind the request: the log noted \"{Shown.Of(usage.Proof)}\", that is, {Words.OfProof(usage.Proof)}");
    }
}
