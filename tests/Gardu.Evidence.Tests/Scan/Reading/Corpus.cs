using System.Text;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Tests.Scan.Reading;

/// <summary>Files of a corpus in a folder of their own, and all that is read of them.</summary>
sealed class Corpus : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("gardu-corpus-").FullName;

    public string Write(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static Reading Read(string path, string? textField = null) => Read(CorpusReaders.Open(path, new ReadOptions { TextField = textField }));

    public static Reading Read(Stream stream, string name, string? textField = null) => Read(CorpusReaders.Open(stream, name, new ReadOptions { TextField = textField }));

    public static Reading Read(string name, byte[] content, string? textField = null) => Read(new MemoryStream(content), name, textField);

    static Reading Read(ICorpusReader reader)
    {
        using (reader)
        {
            var records = new List<Read>();
            var batch = new RecordBatch();
            for (; reader.Read(batch); batch.Clear())
            {
                Assert.NotEmpty(batch.Records);
                foreach (var record in batch.Records)
                    records.Add(new Read(record.Number, record.Offset, batch[record.Text].ToArray(), batch[record.Head].ToArray(), record.Kind, record.PartOffset));
            }
            Assert.Empty(batch.Records);
            Assert.False(reader.Read(batch));
            Assert.Equal(reader.RecordsSkipped > 0, reader.FirstSkipped is not null);
            return new Reading(records, reader.Problem, reader.RecordsSkipped, reader.FirstSkipped, reader.Stamp, reader.BytesRead, reader.BytesUnpacked);
        }
    }
}

sealed record Read(long Number, long Offset, byte[] Octets, byte[] HeadOctets, TextKind Kind, long PartOffset)
{
    public string Text => Encoding.UTF8.GetString(Octets);

    public string Head => Encoding.UTF8.GetString(HeadOctets);
}

sealed record Reading(IReadOnlyList<Read> Records, string? Problem, long Skipped, string? FirstSkipped, FileStamp? Stamp, long BytesRead, long BytesUnpacked)
{
    public IEnumerable<string> Texts => Records.Select(record => record.Text);

    /// <summary>The one text that is there, put together from its parts.</summary>
    public byte[] Whole()
    {
        var whole = new MemoryStream();
        foreach (var part in Records)
        {
            Assert.True(part.PartOffset <= whole.Length, $"nothing covers {whole.Length} to {part.PartOffset}");
            whole.Position = part.PartOffset;
            whole.Write(part.Octets);
        }
        return whole.ToArray();
    }
}
