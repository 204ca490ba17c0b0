using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Gate.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Declaring;

/// <summary>
/// Writes down what sites say, each change once and before anybody is told it: the terms when they come into force, a file when it
/// is first served at an address. While the store fails, sites go on saying it, and what could not be written is tried again every ten seconds.
/// </summary>
sealed class DeclarationHistory : IDisposable
{
    /// <summary>Addresses of one site that are not its owner's own, so that it does not keep a file for every host and port that somebody makes up.</summary>
    const int NamesMax = 256;

    static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(10);

    readonly IDeclarationStore store;
    readonly TimeProvider clock;
    readonly ILogger log;
    readonly Lock writing = new();
    readonly ConcurrentDictionary<(string Site, string Name), string?> latest = new();
    readonly Dictionary<(string Site, string Name), (Declaration Declaration, byte[]? Bytes)> unkept = [];
    readonly HashSet<string> full = [];
    readonly ITimer retry;

    public DeclarationHistory(IDeclarationStore store, TimeProvider clock, ILogger<DeclarationHistory> log)
    {
        (this.store, this.clock, this.log) = (store, clock, log);
        retry = clock.CreateTimer(_ => Retry(), null, RetryEvery, RetryEvery);
        foreach (var declaration in store.Latest())
            latest[(declaration.Site, declaration.Name)] = declaration.Hash;
    }

    /// <summary>Writes what is new in terms that come into force: the terms themselves, and which files are no longer said.</summary>
    public void Announce(SiteDirectory sites)
    {
        foreach (var site in sites.Sites)
            Keep(site, Declaration.Terms, Encoding.UTF8.GetBytes(site.Terms.Canonical));
        foreach (var ((site, name), _) in latest.Where(entry => entry.Value is not null))
            if (!IsSaid(sites.Sites.FirstOrDefault(known => known.Name == site), name))
                Keep(site, name, null, isOwn: true);
    }

    /// <summary>Writes bytes that are said from now on under a name; null for none any more. Nothing where the last ones were the same.</summary>
    public void Keep(Site site, string name, byte[]? bytes) => Keep(site.Name, name, bytes, isOwn: IsOwn(site, name));

    /// <summary>Whether a name is one of Gardu's, or an address under a host that the owner named, without a port.</summary>
    static bool IsOwn(Site site, string name) =>
        name is Declaration.Terms or Declaration.OriginRobots || site.Url is not null || (Uri.TryCreate(name, UriKind.Absolute, out var address) && site.Hosts.Contains(address.Authority, StringComparer.OrdinalIgnoreCase));

    void Keep(string site, string name, byte[]? bytes, bool isOwn)
    {
        lock (writing)
        {
            var isKnown = latest.TryGetValue((site, name), out var last);
            if (!isKnown && !isOwn && latest.Keys.Count(key => key.Site == site) >= NamesMax)
            {
                if (full.Add(site))
                    log.DeclarationNotKept(site, name, $"files at {NamesMax} addresses are kept already, and no more are; name the public one with url:");
                return;
            }
            var hash = bytes is null ? null : Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (last == hash)
                return;
            latest[(site, name)] = hash;
            Write(new Declaration(clock.GetUtcNow(), site, name, hash), bytes);
        }
    }

    void Write(Declaration declaration, byte[]? bytes)
    {
        try
        {
            store.Add(declaration, bytes);
            unkept.Remove((declaration.Site, declaration.Name));
        }
        catch (StoreException failed)
        {
            if (unkept.TryAdd((declaration.Site, declaration.Name), default))
                log.DeclarationNotKept(declaration.Site, declaration.Name, failed.Message);
            unkept[(declaration.Site, declaration.Name)] = (declaration, bytes);
        }
    }

    void Retry()
    {
        lock (writing)
            foreach (var (declaration, bytes) in unkept.Values.ToArray())
                Write(declaration, bytes);
    }

    /// <summary>The bytes last said under a name; null where there are none, or they cannot be read.</summary>
    public byte[]? Last(string site, string name)
    {
        try
        {
            return latest.GetValueOrDefault((site, name)) is { } hash ? store.Read(hash) : null;
        }
        catch (StoreException failed)
        {
            log.DeclarationNotKept(site, name, failed.Message);
            return null;
        }
    }

    static bool IsSaid(Site? site, string name) => site is not null
        && (name is Declaration.Terms or Declaration.OriginRobots
            || DeclaredFiles.FileAt(name) is not { } file || file.IsSaid(site.Declared));

    public void Dispose() => retry.Dispose();
}
