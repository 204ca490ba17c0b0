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

    const int KeyBytes = 32;

    /// <summary>Builds a snapshot. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>, <see cref="CryptographicException"/> or <see cref="StoreException"/> where a file cannot be read.</summary>
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
        if (!File.Exists(path))
            MakeKey(path);
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : throw new StoreException($"{path} is no key of {KeyBytes} bytes; restore it from a backup, or remove it to have a new one made", isCorrupt: true);
    }

    /// <summary>Made beside its place and moved there whole, so that no crash leaves half a key.</summary>
    static void MakeKey(string path)
    {
        var unfinished = $"{path}.{Guid.CreateVersion7():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path);
    }
}
