using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gardu.Evidence.Scan.Running;

namespace Gardu.Evidence.Cases;

/// <summary>Writes the archive of a case: files sorted by name, with one time for all, so that the same case gives the same bytes.</summary>
public static class CaseZip
{
    const string Manifest = "MANIFEST.sha256";
    const string Entries = "entries.jsonl";
    const string DeclaredFolder = "declared/";
    const string ScanFolderName = "scan/";

    /// <summary>The earliest time that ZIP knows.</summary>
    static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes it.</summary>
    /// <param name="made">The case.</param>
    /// <param name="entries">What <see cref="Case.Read"/> laid aside; read from its beginning.</param>
    /// <param name="output">Gets the archive.</param>
    public static void Write(Case made, Stream entries, Stream output)
    {
        var files = new SortedDictionary<string, (string Hash, Action<Stream> Write)>(StringComparer.Ordinal)
        {
            [Entries] = (made.EntriesHash, file =>
            {
                entries.Position = 0;
                entries.CopyTo(file);
            }),
        };
        Add("README.txt", Encoding.UTF8.GetBytes(CaseReadme.Write(made)));
        Add("index.html", Encoding.UTF8.GetBytes(HtmlCase.Render(made)));
        Add("keys.txt", Encoding.UTF8.GetBytes(made.Source.Keys.ToString()));
        var statement = new ArrayBufferWriter<byte>();
        made.Statement.Write(statement);
        Add("statement.json", statement.WrittenSpan.ToArray());
        foreach (var hash in made.Files)
            files.Add(DeclaredFolder + hash, (hash, file => file.Write(made.Source.Declared(hash) ?? throw new InvalidDataException($"what was declared as {hash} went while the case was made"))));
        foreach (var (name, path) in made.Source.Scan is { } scan ? ScanFolder.Names.Select(name => (name, Path.Combine(scan, name))) : [])
            AddFile(ScanFolderName + name, path);
        Add(Manifest, Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Value.Hash}  {file.Key}\n"))));

        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, (_, write)) in files)
        {
            var entry = archive.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = Time;
            using var file = entry.Open();
            write(file);
        }

        void AddFile(string name, string path)
        {
            using var file = File.OpenRead(path);
            files.Add(name, (Convert.ToHexStringLower(SHA256.HashData(file)), to =>
            {
                using var from = File.OpenRead(path);
                from.CopyTo(to);
            }));
        }

        void Add(string name, byte[] bytes) => files.Add(name, (Convert.ToHexStringLower(SHA256.HashData(bytes)), file => file.Write(bytes)));
    }
}
