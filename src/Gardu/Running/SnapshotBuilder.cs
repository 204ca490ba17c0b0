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
    public const string KeyFile = "address.key";

    /// <summary>Builds a snapshot. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> or <see cref="CryptographicException"/> where a file cannot be read.</summary>
    public static GateSnapshot Build(GarduConfiguration configuration, Action<string> complain)
    {
        var feeds = FeedFolder.Load(configuration.FeedsFolder, configuration.Catalogue, complain);
        return new GateSnapshot(
            new SiteDirectory(configuration.Sites),
            new Identifier(configuration.Catalogue, feeds, configuration.Trusted),
            configuration.TrustedProxies,
            configuration.HashAddresses ? AddressKeeping.Hashed(ReadOrMakeKey(configuration.DataFolder)) : AddressKeeping.Truncated);
    }

    static byte[] ReadOrMakeKey(string dataFolder)
    {
        var path = Path.Combine(dataFolder, KeyFile);
        if (File.Exists(path))
            return File.ReadAllBytes(path);
        var key = RandomNumberGenerator.GetBytes(32);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(key);
        return key;
    }
}
