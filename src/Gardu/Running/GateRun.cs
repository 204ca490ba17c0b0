using System.Net.Sockets;
using System.Security.Cryptography;
using Gardu.Agents.Names;
using Gardu.Commands.Selling;
using Gardu.Configuration;
using Gardu.Gate.Recording;
using Gardu.Gate;
using Gardu.LedgerKeeping;
using Gardu.Store.Selling;
using Gardu.Store;
using Gardu.Terms.Yaml;
using Microsoft.Extensions.Logging;

namespace Gardu.Running;

/// <summary>One run of the gate, from the configuration to the last commit.</summary>
static class GateRun
{
    /// <summary>The Ed25519 key under which this installation signs requests of its own.</summary>
    public const string SigningKeyFile = "signing.key";

    /// <summary>What a program brings that sells over HTTP.</summary>
    public const string OperatorTokenFile = "operator.token";

    /// <summary>Runs until it is stopped; prints <c>ready PUBLIC OPERATOR</c> on standard output once it serves.</summary>
    /// <param name="file">Where the configuration comes from.</param>
    /// <param name="stop">SIGTERM, SIGINT, or the caller's wish.</param>
    /// <param name="whenReady">Told the two addresses in place of standard output; null to print them.</param>
    public static async Task<int> RunAsync(ConfigurationFile file, CancellationToken stop, Action<string, string>? whenReady = null)
    {
        var configuration = file.Load(Environment.GetEnvironmentVariables(), out var problems);
        if (configuration is null)
            return Complain(problems);
        using var logging = LoggerFactory.Create(builder => builder
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning).AddFilter("Yarp", LogLevel.Error).AddFilter("System", LogLevel.Warning)
            // Whoever listens there has an activity and a scope made for every request; what it would say, Kestrel says too.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            // Why the server does not start is said below, in one line.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).AddSimpleConsole(line => line.SingleLine = true));
        var log = logging.CreateLogger("Gardu");
        try
        {
            using var store = configuration.Database.OpenStore();
            using var charges = configuration.Database.OpenCharges();
            var snapshot = new CurrentSnapshot(SnapshotBuilder.Build(configuration, log.FeedIgnored));
            var ledger = InstallationLedger.Begin(configuration, TimeProvider.System);
            if (ledger.Rows.Origin() is { } name && name.Contains(".invalid/", StringComparison.Ordinal) && configuration.Sites.Any(site => site.Url is not null || site.Hosts.Any(host => host != "*")))
                log.LedgerNamedByChance(name);
            new Plans(configuration.Database).Note(configuration.Plans, TimeProvider.System.GetUtcNow());
            await using var keeper = ledger.Keep(TimeProvider.System, log);
            var names = configuration.AsksNames ? new DnsNameServer(TimeProvider.System, configuration.Resolver) : null;
            var options = new GateOptions(configuration.Listen, configuration.Operator, configuration.Keep, names, SecretFile.ReadOrMake(Path.Combine(configuration.DataFolder, SigningKeyFile)),
                SecretFile.ReadOrMakeText(Path.Combine(configuration.DataFolder, OperatorTokenFile)));
            Reloader? reloader = null;
            var selling = ShopOperations.Of(() => reloader?.Current ?? configuration, TimeProvider.System);
            await using var host = await GateHost.StartAsync(options, snapshot, store, new Declarations(configuration.Database), ledger.View, charges, configuration.Database.Rates, selling, logging, stop);
            var keys = new KeyRefresher(configuration.Database, host, log);
            keys.Read();
            // Watching starts before anybody is told: a SIGHUP from here on means "read again" and no longer "end".
            reloader = new Reloader(file, configuration, host, ledger, log);
            var watching = reloader.RunAsync(stop);
            if (whenReady is null)
                Console.Out.WriteLine($"ready {host.PublicUrl} {host.OperatorUrl}");
            else
                whenReady(host.PublicUrl, host.OperatorUrl);
            await Task.WhenAll(watching, keys.RunAsync(stop), new FeedRefresher(configuration, TimeProvider.System, log).RunAsync(stop), new FeeTaker(configuration.Database, TimeProvider.System, log).RunAsync(stop));
            return ExitCode.Done;
        }
        catch (StoreException failed)
        {
            Console.Error.WriteLine($"gardu: {failed.Message}");
            return failed.IsCorrupt ? ExitCode.Integrity : ExitCode.Unavailable;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or SocketException)
        {
            Console.Error.WriteLine($"gardu: {failed.Message}");
            return ExitCode.Unavailable;
        }
        catch (CryptographicException failed)
        {
            Console.Error.WriteLine($"gardu: a certificate or its key cannot be read: {failed.Message}");
            return ExitCode.Usage;
        }
    }

    /// <summary>Prints what is wrong with a configuration.</summary>
    public static int Complain(IReadOnlyList<YamlProblem> problems)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        return ExitCode.Usage;
    }
}
