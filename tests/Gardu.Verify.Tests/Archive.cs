using System.IO.Compression;
using System.Text;

namespace Gardu.Verify.Tests;

/// <summary>Writes the archive of a case.</summary>
static class Archive
{
    static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The manifest of some files.</summary>
    public static string Manifest(IEnumerable<KeyValuePair<string, string>> files) => string.Concat(files.Select(file => $"{TestLog.HashOf(file.Value)}  {file.Key}\n"));

    /// <summary>Files with their manifest.</summary>
    public static byte[] Of(IEnumerable<KeyValuePair<string, string>> files) => Exactly([new("MANIFEST.sha256", Manifest(files)), .. files]);

    /// <summary>Files as they are, names that stand twice too.</summary>
    public static byte[] Exactly(IEnumerable<KeyValuePair<string, string>> files)
    {
        var octets = new MemoryStream();
        using (var archive = new ZipArchive(octets, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                var entry = archive.CreateEntry(name);
                entry.LastWriteTime = Time;
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return octets.ToArray();
    }
}
