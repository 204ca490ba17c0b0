using System.Globalization;
using System.Security.Cryptography;
using Gardu.Configuration;
using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Ledger.Notes;
using Gardu.Store;
using Gardu.Store.Ledger;
using Microsoft.Extensions.Logging;

namespace Gardu.LedgerKeeping;

/// <summary>The one ledger of an installation: its half of the database, its published files and its keys.</summary>
sealed class InstallationLedger
{
    readonly string dataFolder;
    readonly IReadOnlyList<Witness> witnesses;

    InstallationLedger(Database database, string dataFolder, IReadOnlyList<Witness> witnesses)
    {
        (this.dataFolder, this.witnesses) = (dataFolder, witnesses);
        Rows = new LedgerRows(database);
        Declared = new Declarations(database);
        Keys = new LogKeyFiles(dataFolder, Rows);
        View = new LedgerView(Rows, Storage, () => TrustedKeys.Of(Keys.Read().Known, [.. witnesses.Select(witness => witness.Key)]), State);
    }

    /// <summary>The database's half.</summary>
    public LedgerRows Rows { get; }

    /// <summary>What sites said, to the byte.</summary>
    public Declarations Declared { get; }

    /// <summary>The keys that sign.</summary>
    public LogKeyFiles Keys { get; }

    /// <summary>What is shown of it.</summary>
    public LedgerView View { get; }

    /// <summary>How it is doing.</summary>
    public LedgerState State { get; } = new();

    /// <summary>Where it is published; a new way to it each time, since each is for one that writes.</summary>
    public ITileStorage Storage => TileFolder.In(dataFolder);

    /// <summary>That of a database and a data folder, as they are.</summary>
    public static InstallationLedger Of(Database database, string dataFolder, GarduConfiguration? configuration) => new(database, dataFolder, configuration?.Ledger.Witnesses ?? []);

    /// <summary>That of a gate that starts: fixes the log's name and makes its key where this is the first start, and puts the configuration on record.</summary>
    /// <exception cref="StoreException">It cannot be had, or its key is not here.</exception>
    public static InstallationLedger Begin(GarduConfiguration configuration, TimeProvider clock)
    {
        var ledger = Of(configuration.Database, configuration.DataFolder, configuration);
        var origin = ledger.Rows.Origin(configuration.Ledger.Origin ?? NameOf(configuration));
        if (configuration.Ledger.Origin is { } wanted && wanted != origin)
            throw new StoreException($"\"origin: {wanted}\" of \"ledger\" comes too late: the log has been {origin} since it began; remove the setting");
        ledger.Keys.Begin(origin, clock.GetUtcNow());
        ledger.Note(configuration, clock);
        return ledger;
    }

    /// <summary>Puts a configuration that has come into force on record.</summary>
    public void Note(GarduConfiguration configuration, TimeProvider clock) => Rows.Note(
        new ConfigurationInForce($"gardu {typeof(InstallationLedger).Assembly.GetName().Version!.ToString(3)}", configuration.Hash, // every assembly has one
            [.. configuration.Sites.Select(site => (site.Name, site.Terms.Written.Mode, site.Terms.Version))]), clock.GetUtcNow());

    /// <summary>Starts keeping it.</summary>
    public LedgerKeeper Keep(TimeProvider clock, ILogger log) => new(
        new Sequencer(Rows, Storage, Keys.Read, clock),
        witnesses.Count > 0 ? new WitnessRound(witnesses, View, Storage, State, clock, log) : null, State, log);

    /// <summary>The address of the log without a scheme, under the first site that has one; a name of chance where every site is "*".</summary>
    static string NameOf(GarduConfiguration configuration)
    {
        var host = configuration.Sites.Select(site => site.Url?.Authority ?? site.Hosts.FirstOrDefault(host => host != "*")).FirstOrDefault(known => known is not null)
            ?? string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.invalid");
        return host + "/licensing/ledger";
    }
}
