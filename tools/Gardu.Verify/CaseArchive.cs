using System.Buffers;
using System.IO.Compression;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Statements;

namespace Gardu.Verify;

/// <summary>
/// The ZIP archive of a case, which a stranger made: only names that a case has, each once, and nothing that unpacks beyond measure. An archive has at most
/// 10,000 files, a directory of at most 4 MiB at its very end, no comment, and is shorter than 4 GiB; a file unpacks to at most 100 times its packed size and a MiB.
/// </summary>
sealed class CaseArchive : IDisposable
{
    public const string Manifest = "MANIFEST.sha256";
    public const string Entries = "entries.jsonl";
    public const string StatementName = "statement.json";
    public const string Keys = "keys.txt";
    public const string DeclaredFolder = "declared/";

    public const string ScanFolder = "scan/";

    /// <summary>Characters of a SHA-256.</summary>
    public const int HashLength = 64;

    const int ManifestMax = 4 * 1024 * 1024;
    const int RatioMax = 100;
    const int UnpackedFree = 1024 * 1024;

    /// <summary>Every file that a case has besides what was declared, and how long those may be that are read whole.</summary>
    static readonly Dictionary<string, int> Names = new()
    {
        [Manifest] = ManifestMax, ["README.txt"] = 0, ["index.html"] = 0, [Entries] = 0, [StatementName] = Statement.BytesMax, [Keys] = TrustedKeys.BytesMax,
    };

    /// <summary>The files of a scan, all or none of them.</summary>
    static readonly string[] ScanNames = [.. ((string[])["documents.csv", "files.jsonl", "head.json", "hits.csv", "hits.jsonl", "report.html", "scan.json"]).Select(name => ScanFolder + name)];

    static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    readonly ZipArchive archive;
    readonly Dictionary<string, ZipArchiveEntry> files = [];

    CaseArchive(ZipArchive archive) => this.archive = archive;

    /// <summary>The names in it that a case has, once each.</summary>
    public IReadOnlyCollection<string> Files => files.Keys;

    /// <summary>Whether a scan came along.</summary>
    public bool HasScan => ScanNames.Any(files.ContainsKey);

    /// <summary>Opens an archive; says what is wrong with it. Null where it cannot be gone through.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static CaseArchive? Open(string path, Report report)
    {
        var stream = File.OpenRead(path);
        if (!CaseDirectory.IsSound(stream))
        {
            stream.Dispose();
            report.Doubt("it is no archive as cases are: it was cut short or damaged, something was put before or behind it, its directory and its files disagree, or it is beyond the limits");
            return null;
        }
        stream.Position = 0;
        var opened = new CaseArchive(new ZipArchive(stream, ZipArchiveMode.Read));
        foreach (var file in opened.archive.Entries)
            opened.Take(file, report);
        foreach (var missing in Names.Keys.Concat(opened.HasScan ? ScanNames : []).Where(name => !opened.files.ContainsKey(name)))
            report.Doubt($"{missing} is missing in it");
        return opened;
    }

    /// <summary>Opens a file of it for reading; null where it has none of that name.</summary>
    public Stream? Read(string name) => files.GetValueOrDefault(name)?.Open();

    /// <summary>A whole file of it; null, with a doubt, where it is too long, and where it has none of that name.</summary>
    public byte[]? ReadWhole(string name, Report report)
    {
        using var stream = Read(name);
        if (stream is null)
            return null;
        var octets = Limited.Read(stream, Names[name] + 1);
        if (octets.Length <= Names[name])
            return octets;
        report.Doubt($"{name} is longer than {Names[name]} octets");
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => archive.Dispose();

    void Take(ZipArchiveEntry file, Report report)
    {
        var name = Shown.Of(file.FullName);
        if (!Names.ContainsKey(file.FullName) && !ScanNames.Contains(file.FullName) && !IsDeclared(file.FullName))
            report.Doubt($"it holds \"{name}\", which is no file of a case; do not unpack it");
        else if (file.Length > (long)RatioMax * file.CompressedLength + UnpackedFree)
            report.Doubt($"{name} would unpack to {file.Length} octets out of {file.CompressedLength}; it was not read");
        else if (!files.TryAdd(file.FullName, file))
            report.Doubt($"{name} stands in it twice: two readers may see two different files");
    }

    /// <summary>Whether it is a SHA-256 in lower hexadecimal, as names and manifests have it.</summary>
    public static bool IsHash(ReadOnlySpan<char> text) => text.Length == HashLength && !text.ContainsAnyExcept(Hexadecimal);

    static bool IsDeclared(string name) => name.StartsWith(DeclaredFolder, StringComparison.Ordinal) && IsHash(name.AsSpan(DeclaredFolder.Length));
}
