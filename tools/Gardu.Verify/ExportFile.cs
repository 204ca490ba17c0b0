namespace Gardu.Verify;

/// <summary>Many entries, each with its proof.</summary>
sealed class ExportFile(string path, Report report) : EvidenceFile(path, report)
{
    public override string Kind => "an export";

    public override void BringAlong(Body body)
    {
        using var stream = File.OpenRead(Path);
        new ExportCheck(stream, Report, "").BringAlong(body, Path);
    }

    public override void Check(Body body)
    {
        using var stream = File.OpenRead(Path);
        new ExportCheck(stream, Report, "").Run(body);
    }
}
