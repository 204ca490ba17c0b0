using Gardu.Ledger.Statements;

namespace Gardu.Verify;

/// <summary>Usage, counted by one side; the entries say whether it is right.</summary>
sealed class StatementFile(string path, Report report) : EvidenceFile(path, report)
{
    Recount? recount;

    public override string Kind => "a statement";

    public override void BringAlong(Body body)
    {
        if (Read(Statement.BytesMax) is not { } octets)
            return;
        if (Statement.Parse(octets) is not { } statement)
        {
            Report.Doubt("it begins as a statement and is none: it was cut short or altered");
            return;
        }
        recount = new Recount(statement, Report, "");
        body.Recounts.Add(recount);
    }

    public override void Conclude(Body body) => recount?.Conclude(body.History);
}
