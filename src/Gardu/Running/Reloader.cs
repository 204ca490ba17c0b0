using System.Runtime.InteropServices;
using Gardu.Configuration;
using Gardu.Gate;
using Gardu.Gate.Recording;
using Gardu.LedgerKeeping;
using Gardu.Store.Selling;
using Microsoft.Extensions.Logging;

namespace Gardu.Running;

/// <summary>
/// Puts a changed configuration, certificate, key directory or address list in force within about a second, or at once on SIGHUP: the
/// whole new snapshot or, on any error, the old one.
/// </summary>
sealed class Reloader(ConfigurationFile file, GarduConfiguration first, GateHost host, InstallationLedger ledger, ILogger log)
{
    static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    volatile GarduConfiguration current = first;

    /// <summary>The configuration in force.</summary>
    public GarduConfiguration Current => current;

    /// <summary>Watches until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var hup = new SemaphoreSlim(0);
        using var signal = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            hup.Release();
        });
        var seen = Stamp();
        while (!stop.IsCancellationRequested)
        {
            var asked = await WaitAsync(hup, stop);
            try
            {
                var now = Stamp();
                if (stop.IsCancellationRequested || (!asked && now == seen))
                    continue;
                seen = now;
                Reload();
            }
            catch (Exception failed) // whatever it is, the gate goes on with what it has
            {
                log.ReloadRefused(failed.Message);
            }
        }
    }

    static async Task<bool> WaitAsync(SemaphoreSlim hup, CancellationToken stop)
    {
        try
        {
            return await hup.WaitAsync(LookEvery, stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    void Reload()
    {
        var next = file.Load(Environment.GetEnvironmentVariables(), out var problems);
        foreach (var problem in problems)
            log.ReloadRefused(problem.ToString());
        if (next is null)
            return;
        host.Swap(SnapshotBuilder.Build(next, log.FeedIgnored));
        host.Keep = next.Keep;
        NoteConfiguration(next);
        if (!next.Listen.SequenceEqual(current.Listen) || next.Operator != current.Operator || next.DataFolder != current.DataFolder || !Equals(next.Store, current.Store)
            || next.AsksNames != current.AsksNames || !Equals(next.Resolver, current.Resolver) || next.Ledger.Origin != current.Ledger.Origin || !next.Ledger.Witnesses.SequenceEqual(current.Ledger.Witnesses) || !next.Catalogue.DnsSuffixes.SequenceEqual(current.Catalogue.DnsSuffixes))
            log.NeedsRestart();
        current = next;
        log.Reloaded();
    }

    void NoteConfiguration(GarduConfiguration next)
    {
        try
        {
            ledger.Note(next, TimeProvider.System);
            new Plans(next.Database).Note(next.Plans, TimeProvider.System.GetUtcNow());
        }
        catch (StoreException failed)
        {
            log.ConfigurationNotKept(failed.Message);
        }
    }

    /// <summary>Changes whenever a file that matters does.</summary>
    string Stamp()
    {
        var files = new List<string?> { file.Path };
        files.AddRange(current.Sites.SelectMany(site => new[] { site.Certificate?.CertificatePath, site.Certificate?.KeyPath }));
        files.AddRange(current.Directories.Select(pinned => pinned.Path));
        if (Directory.Exists(current.FeedsFolder))
            files.AddRange(Directory.EnumerateFiles(current.FeedsFolder, "*.json").Order(StringComparer.Ordinal));
        return string.Join('|', files.OfType<string>().Select(path => FollowedFile.At(path) is { Exists: true } info ? $"{info.FullName} {info.LastWriteTimeUtc.Ticks} {info.Length}" : path));
    }
}
