using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Input;
using Gardu.Reports.Replay;
using Gardu.Reports.Traffic;

namespace Gardu.Reports;

/// <summary>Reads access logs and sums them up.</summary>
public sealed class LogReport : IDisposable
{
    /// <summary>
    /// Parts that the traffic is counted in: block n belongs to part n modulo this. So the outcome is the same whatever
    /// the number of workers, even where figures are estimates; and more workers than this do not help.
    /// </summary>
    internal const int Parts = 4;

    readonly IReadOnlyList<LogFile> files;
    readonly ReportSettings settings;
    readonly BlockSource source;

    /// <summary>Prepares reading.</summary>
    /// <param name="files">In any order.</param>
    /// <param name="settings">What to hold the traffic against.</param>
    /// <param name="format">The format of all files; null to find out.</param>
    public LogReport(IReadOnlyList<LogFile> files, ReportSettings settings, LogFormatChoice? format = null)
    {
        (this.files, this.settings) = (files, settings);
        source = new BlockSource(files, format);
        BytesTotal = files.Sum(file => file.Length);
        IsForced = format is not null;
    }

    /// <summary>
    /// Has the runtime compile what every line goes through, by reading a few lines: worth doing beside whatever else has
    /// to be read before a report can start.
    /// </summary>
    public static void WarmUp()
    {
        var catalogue = new AgentCatalogue(default, []);
        var settings = new ReportSettings { Identifier = new Identifier(catalogue, [], []), Referrals = new ReferralHosts(catalogue) };
        using var report = new LogReport([LogFile.FromStream("", new MemoryStream(WarmUpLines.ToArray()))], settings);
        report.Read(workers: 1);
    }

    static ReadOnlySpan<byte> WarmUpLines => """
        192.0.2.7 - - [01/Jan/2026:00:00:00 +0000] "GET /a/path/of/some/length HTTP/1.1" 200 5 "-" "one-machine/1.0"
        192.0.2.7 - - [01/Jan/2026:00:00:01 +0000] "GET / HTTP/1.1" 200 - "https://www.example.org/" "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
        192.0.2.7 - user [01/Jan/2026:00:00:02 +0000] "GET / HTTP/1.1" 200 5 "-" "one-machine/1.0"

        """u8;

    /// <summary>Bytes read from disk so far.</summary>
    public long BytesRead => source.BytesRead;

    /// <summary>Bytes on disk; 0 where only streams are read.</summary>
    public long BytesTotal { get; }

    bool IsForced { get; }

    /// <summary>Reads everything, on all cores. Never fails because of what it reads.</summary>
    public TrafficSummary Read() => Read(Math.Min(Environment.ProcessorCount, Parts));

    internal TrafficSummary Read(int workers)
    {
        var index = new AgentIndex(settings.Identifier.Catalogue);
        var rules = settings.Replays ? new ReplayedRules() : null;
        using var limited = new LimitedRequests();
        var parts = new OrderedParts(Parts, () => new TrafficTally(index, rules is null ? null : new ReplayTally(rules, limited)));
        var tasks = Enumerable.Range(0, workers)
            .Select(_ => Task.Factory.StartNew(
                () => new LogWorker(source, settings, index, rules, !IsForced).Run(parts),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        Task.WhenAll(tasks).GetAwaiter().GetResult();
        return Summariser.Summarise(parts.Merged(), index, settings, files.Count, source.Problems);
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
