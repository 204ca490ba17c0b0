namespace Gardu.Verify;

/// <summary>
/// All files as one body of evidence, in three rounds: what they bring along (keys, statements to be recounted), what each says by itself, and what they say
/// together.
/// </summary>
static class Verification
{
    /// <summary>A report for each file, in their order.</summary>
    public static IReadOnlyList<Report> Of(IReadOnlyList<string> paths, Trust trust)
    {
        var body = new Body(trust);
        var files = paths.Select(path => (Path: path, Report: new Report(path))).Select(named => (named.Report, File: Opened(named.Path, named.Report))).ToList();
        foreach (var round in new Action<EvidenceFile>[] { file => file.BringAlong(body), file => file.Check(body), file => file.Conclude(body) })
            foreach (var (report, file) in files)
                if (file is not null && report.Unread is null)
                    Try(report, () => round(file));
        body.History.Conclude();
        return [.. files.Select(file => file.Report)];
    }

    static EvidenceFile? Opened(string path, Report report)
    {
        EvidenceFile? file = null;
        Try(report, () => file = FileKinds.Open(path, report));
        if (file is null)
            report.Unread ??= "it begins as none of the files that can be verified: a checkpoint, receipt, proof of consistency, export, statement, case or keys.txt";
        else
            report.Kind = file.Kind;
        return file;
    }

    static void Try(Report report, Action what)
    {
        try
        {
            what();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            report.Unread = failure.Message;
        }
    }
}
