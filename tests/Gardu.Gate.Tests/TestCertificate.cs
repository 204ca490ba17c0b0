using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gardu.Gate.Sites;

namespace Gardu.Gate.Tests;

/// <summary>Certificates that sign themselves, in files of a folder.</summary>
static class TestCertificate
{
    public static CertificateFiles Make(string folder, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        var files = new CertificateFiles(Path.Combine(folder, $"{name}.crt"), Path.Combine(folder, $"{name}.key"));
        File.WriteAllText(files.CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(files.KeyPath, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
