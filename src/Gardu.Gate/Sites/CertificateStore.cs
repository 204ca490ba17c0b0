using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Gardu.Gate.Sites;

/// <summary>The owner's certificates, loaded with their chains and ready for a handshake by server name.</summary>
public sealed class CertificateStore
{
    readonly SiteDirectory sites;
    readonly Dictionary<Site, SslStreamCertificateContext> loaded = [];

    /// <summary>Loads the files of every site. Throws <see cref="System.Security.Cryptography.CryptographicException"/> or <see cref="IOException"/> where one cannot be read, so that a reload keeps the old ones.</summary>
    public CertificateStore(SiteDirectory sites)
    {
        this.sites = sites;
        foreach (var site in sites.Sites)
            if (site.Certificate is { } files)
                loaded[site] = Load(files);
    }

    /// <summary>True where at least one site has a certificate.</summary>
    public bool Any => loaded.Count > 0;

    /// <summary>The certificate for a server name, else the first one; null where there is none at all.</summary>
    public SslStreamCertificateContext? Find(string? serverName) =>
        serverName is not null && sites.Find(serverName) is { } site && loaded.TryGetValue(site, out var own) ? own : loaded.Values.FirstOrDefault();

    static SslStreamCertificateContext Load(CertificateFiles files)
    {
        using var pem = X509Certificate2.CreateFromPemFile(files.CertificatePath, files.KeyPath);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(files.CertificatePath);
        return SslStreamCertificateContext.Create(WithLastingKey(pem), chain, offline: true);
    }

    /// <summary>A key read from PEM is ephemeral; the TLS stack wants it loaded from PKCS #12.</summary>
    static X509Certificate2 WithLastingKey(X509Certificate2 pem) =>
        X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
}
