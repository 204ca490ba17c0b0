namespace Gardu.Verify;

/// <summary>What all reports come to.</summary>
sealed class Verdict(IReadOnlyCollection<Report> reports)
{
    public int Doubts { get; } = reports.Sum(report => report.DoubtCount);

    public int Unread { get; } = reports.Count(report => report.Unread is not null);

    public int ExitCode => Doubts > 0 ? Verify.ExitCode.Doubt : Unread > 0 ? Verify.ExitCode.Unread : Verify.ExitCode.Verified;

    public override string ToString() => Doubts > 0 ? $"doubt: {Doubts}" : Unread > 0 ? $"unread: {Unread}" : "verified";
}
