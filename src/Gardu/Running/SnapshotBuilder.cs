using System.Collections.Frozen;
using System.Security.Cryptography;
using Gardu.Agents.Feeds;
using Gardu.Agents.Identification;
using Gardu.Configuration;
using Gardu.Gate;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;

namespace Gardu.Running;

/// <summary>Makes what requests are judged by out of a configuration and the files it names.</summary>
static class SnapshotBuilder
{
    /// <summary>The key under which addresses are hashed.</summary>
    public const string KeyFile = "address.key";

    /// <summary>Builds a snapshot. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>, <see cref="CryptographicException"/> or <see cref="StoreException"/> where a file cannot be read.</summary>
    public static GateSnapshot Build(GarduConfiguration configuration, Action<string> complain)
    {
        var feeds = FeedFolder.Load(configuration.FeedsFolder, configuration.Catalogue, complain);
        return new GateSnapshot(
            new SiteDirectory(configuration.Sites),
            new Identifier(configuration.Catalogue, feeds, configuration.Trusted),
            configuration.TrustedProxies,
            configuration.HashAddresses ? AddressKeeping.Hashed(SecretFile.ReadOrMake(Path.Combine(configuration.DataFolder, KeyFile))) : AddressKeeping.Truncated)
        {
            PinnedKeys = configuration.Directories.ToFrozenDictionary(pinned => pinned.Agent, pinned => pinned.Keys),
            PrivateNetworks = configuration.PrivateDirectories,
            LedgerAccess = configuration.Ledger.Access,
        };
    }
}
