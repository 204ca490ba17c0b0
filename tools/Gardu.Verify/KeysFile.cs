using Gardu.Ledger.Notes;

namespace Gardu.Verify;

/// <summary>Keys that came with the evidence: nothing proves them, and they are believed where nobody said whom to believe.</summary>
sealed class KeysFile(string path, Report report) : EvidenceFile(path, report)
{
    public const string Name = "keys";

    public override string Kind => Name;

    public override void BringAlong(Body body)
    {
        if (Read(TrustedKeys.BytesMax) is not { } octets)
            return;
        if (TrustedKeys.Parse(octets, out var error) is not { } keys)
        {
            Report.Doubt($"no keys.txt: {Shown.Of(error ?? "")}");
            return;
        }
        body.Trust.BringAlong(keys, Path);
        Report.Leave(body.Trust.IsGiven ? "these keys: --keys says whom to believe, and they are not used" : "whose keys these are: compare them with what the log's owner publishes, and give them with --keys");
    }
}
