using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Input;
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
        var parts = new OrderedParts(Parts, index);
        var tasks = Enumerable.Range(0, workers)
            .Select(_ => Task.Factory.StartNew(
                () => new LogWorker(source, settings, index, !IsForced).Run(parts),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        Task.WaitAll(tasks);
        return Summariser.Summarise(parts.Merged(), index, settings, files.Count, source.Problems);
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
