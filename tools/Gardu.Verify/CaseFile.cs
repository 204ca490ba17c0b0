using Gardu.Ledger.Notes;
using Gardu.Ledger.Statements;

namespace Gardu.Verify;

/// <summary>A case: an export with its statement, its keys and what was declared, in one archive.</summary>
sealed class CaseFile(string path, Report report) : EvidenceFile(path, report)
{
    Recount? recount;
    bool isDamaged;

    public override string Kind => "a case";

    public override void BringAlong(Body body) => Within(archive =>
    {
        if (archive.ReadWhole(CaseArchive.Keys, Report) is { } octets)
        {
            if (TrustedKeys.Parse(octets, out var error) is { } keys)
                body.Trust.BringAlong(keys, Path);
            else
                Report.Doubt($"{CaseArchive.Keys} in it cannot be read: {Shown.Of(error ?? "")}");
        }
    }, Report);

    public override void Check(Body body) => Within(archive =>
    {
        CaseManifest.Check(archive, Report);
        var statement = StatementIn(archive);
        recount = statement is null ? null : new Recount(statement, Report, $"{CaseArchive.StatementName}: ");
        using var stream = archive.Read(CaseArchive.Entries);
        if (stream is null)
            return;
        var declared = new CaseDeclarations();
        var export = new ExportCheck(stream, Report, $"{CaseArchive.Entries} ");
        export.Run(body, (line, usage) =>
        {
            declared.Take(line.Entry, usage);
            recount?.Take(export.Checkpoint!.Origin, line.Index, line.Entry, usage);
        });
        if (export.Checkpoint is not { } checkpoint)
            return;
        declared.Conclude(archive.Files, Report);
        if (statement is not null && (statement.Filter != export.Header!.Filter || statement.Log != checkpoint))
            Report.Doubt($"{CaseArchive.StatementName} is of another export than {CaseArchive.Entries}: its filter or its log differ");
        if (archive.HasScan)
            Report.Leave("scan/: what was found in a corpus; the same index and corpus give it again, and nothing else proves it");
        Report.Leave("index.html and README.txt: they are a view of the rest, and prove nothing by themselves");
    }, new Report(Path));

    public override void Conclude(Body body) => recount?.Conclude(body.History);

    Statement? StatementIn(CaseArchive archive)
    {
        if (archive.ReadWhole(CaseArchive.StatementName, Report) is not { } octets)
            return null;
        var statement = Statement.Parse(octets);
        if (statement is null)
            Report.Doubt($"{CaseArchive.StatementName} is no statement: it was cut short or altered");
        return statement;
    }

    /// <summary>Goes through the archive; whatever is damaged in it is a doubt.</summary>
    /// <param name="what">What to do with it.</param>
    /// <param name="structure">Where it is said what is wrong with the archive itself: once is enough.</param>
    void Within(Action<CaseArchive> what, Report structure)
    {
        if (isDamaged)
            return;
        try
        {
            using var archive = CaseArchive.Open(Path, structure);
            if (archive is not null)
                what(archive);
        }
        catch (InvalidDataException damage)
        {
            isDamaged = true;
            Report.Doubt($"the archive is damaged: {damage.Message}");
        }
    }
}
