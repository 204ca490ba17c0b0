using System.Security.Cryptography;
using System.Text;

namespace Gardu.Verify;

/// <summary>Holds every file of a case against its <c>MANIFEST.sha256</c>, which has a line for each other file as sha256sum writes it.</summary>
static class CaseManifest
{
    const int HashLength = CaseArchive.HashLength;
    const string Between = "  ";

    public static void Check(CaseArchive archive, Report report)
    {
        if (archive.ReadWhole(CaseArchive.Manifest, report) is not { } octets || Parse(octets, report) is not { } hashes)
            return;
        var doubts = report.DoubtCount;
        foreach (var name in archive.Files.Where(name => name != CaseArchive.Manifest).Order(StringComparer.Ordinal))
        {
            var hash = HashOf(archive, name);
            if (!hashes.Remove(name, out var said))
                report.Doubt($"{name} is not in {CaseArchive.Manifest}: it was put in later");
            else if (hash != said)
                report.Doubt($"{name} has the hash {hash}, and {CaseArchive.Manifest} says {said}: one of both was altered");
            if (name.StartsWith(CaseArchive.DeclaredFolder, StringComparison.Ordinal) && !name.EndsWith(hash, StringComparison.Ordinal))
                report.Doubt($"{name} has the hash {hash}, and not that of its name: it is not what was declared");
        }
        foreach (var missing in hashes.Keys)
            report.Doubt($"{Shown.Of(missing)} is in {CaseArchive.Manifest}, and not in the case: it was taken out");
        if (report.DoubtCount == doubts)
            report.Prove($"its files are those of its {CaseArchive.Manifest}, to the octet");
    }

    static Dictionary<string, string>? Parse(byte[] octets, Report report)
    {
        var hashes = new Dictionary<string, string>();
        var lines = Encoding.UTF8.GetString(octets).Split('\n');
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1];
            if (number == lines.Length && line.Length == 0)
                return hashes;
            if (line.Length <= HashLength + Between.Length || !CaseArchive.IsHash(line.AsSpan(0, HashLength))
                || line.AsSpan(HashLength, Between.Length) is not Between || !hashes.TryAdd(line[(HashLength + Between.Length)..], line[..HashLength]))
                break;
        }
        report.Doubt($"{CaseArchive.Manifest} is not as sha256sum writes it, or names a file twice");
        return null;
    }

    static string HashOf(CaseArchive archive, string name)
    {
        using var stream = archive.Read(name)!;
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
