using System.Net;
using Gardu.Agents.Addresses;
using Gardu.Agents.Catalogue;
using Gardu.Commerce.Plans;
using Gardu.Gate.Sites;
using Gardu.LedgerKeeping;
using Gardu.Store;
using Gardu.Store.Postgres;

namespace Gardu.Configuration;

/// <summary>A whole, valid <c>gardu.yaml</c>.</summary>
sealed record GarduConfiguration
{
    /// <summary>Public listeners.</summary>
    public required IReadOnlyList<Uri> Listen { get; init; }

    /// <summary>The operator's listener.</summary>
    public required Uri Operator { get; init; }

    /// <summary>Where feeds and keys are kept, and records where they are in SQLite.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where records are kept in PostgreSQL; null for SQLite.</summary>
    public required PostgresAddress? Store { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<Site> Sites { get; init; }

    /// <summary>The agents that are known, the owner's among them.</summary>
    public required AgentCatalogue Catalogue { get; init; }

    /// <summary>Addresses that are never machines.</summary>
    public required IReadOnlyList<AddressRange> Trusted { get; init; }

    /// <summary>Proxies whose word on the client's address counts.</summary>
    public required IReadOnlyList<AddressRange> TrustedProxies { get; init; }

    /// <summary>How long usage records are kept.</summary>
    public required TimeSpan Keep { get; init; }

    /// <summary>True to keep a keyed hash of addresses, false to keep their network.</summary>
    public required bool HashAddresses { get; init; }

    /// <summary>How often address lists are fetched; null never.</summary>
    public required TimeSpan? FeedRefresh { get; init; }

    /// <summary>Keys of agents that the owner gives.</summary>
    public required IReadOnlyList<PinnedDirectory> Directories { get; init; }

    /// <summary>Private networks that key directories may be fetched from.</summary>
    public required IReadOnlyList<AddressRange> PrivateDirectories { get; init; }

    /// <summary>Whether the names of addresses are asked for.</summary>
    public required bool AsksNames { get; init; }

    /// <summary>Whom to ask for them; null for the system's resolvers.</summary>
    public required IPEndPoint? Resolver { get; init; }

    /// <summary>Where records are kept.</summary>
    public Database Database => Database.Of(DataFolder, Store);

    /// <summary>What is said of the ledger.</summary>
    public required LedgerSettings Ledger { get; init; }

    /// <summary>What is sold to licensees.</summary>
    public IReadOnlyList<Plan> Plans { get; init; } = [];

    /// <summary>SHA-256 of the file with all that stands over it, in lower-case hexadecimal digits.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Where <c>DATA/feeds</c> is.</summary>
    public string FeedsFolder => Path.Combine(DataFolder, "feeds");
}
