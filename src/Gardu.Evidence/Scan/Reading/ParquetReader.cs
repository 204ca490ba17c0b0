using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ParquetSharp;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// A Parquet file: for each row its text, of one column, and an object of JSON made of the columns that say what it is. Texts of a list stand in one record, a line each; what is null is empty.
/// </summary>
sealed class ParquetReader(StampedStream file, ByteWindow start, string? textField) : CorpusReader(file)
{
    /// <summary>Rows of the first group that are read to find the column with the longest texts.</summary>
    public const int SampleRows = 1000;

    /// <summary>
    /// Octets of a group, packed, up to which its columns are read at once: 64 MiB. Then a page that claims to be longer than its column is found out; of larger groups one page is read after the other, and one that
    /// claims so is given the memory first.
    /// </summary>
    const long HeldMax = 64L * 1024 * 1024;

    /// <summary>Octets that are kept of one column that says what a row is.</summary>
    const int CellMax = 16 * 1024;

    static readonly JsonWriterOptions HeadStyle = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly byte[] cell = new byte[CellMax];
    readonly ByteWindow text = new(Stream.Null);
    readonly ArrayBufferWriter<byte> head = new();
    ReaderProperties? properties;
    ParquetFileReader? parquet;
    long unpacked;
    long rowCount;
    long rowsRead;

    /// <summary>The library reads the file itself; rows tell how far it has come.</summary>
    public override long BytesRead => Math.Max(base.BytesRead, rowsRead >= rowCount ? 0 : (long)((Int128)File!.Length * rowsRead / rowCount));

    public override long BytesUnpacked => unpacked;

    protected override IEnumerable<CorpusRecord> Records()
    {
        start.ThrowIfBroken();
        properties = ReaderProperties.GetDefaultReaderProperties();
        properties.EnablePageChecksumVerification();
        parquet = new ParquetFileReader(File!.Path!, properties);
        rowCount = parquet.FileMetaData.NumRows;
        if (LargestGroup(parquet) > HeldMax)
        {
            parquet.Dispose();
            properties.EnableBufferedStream();
            parquet = new ParquetFileReader(File.Path!, properties);
        }
        var columns = ParquetColumns.Of(parquet, textField);
        for (var group = 0; group < parquet.FileMetaData.NumRowGroups; group++)
        {
            using var rows = new ParquetRows(parquet.RowGroup(group));
            rows.Open(columns);
            for (var count = rows.Count; count > 0; count--, rowsRead++)
            {
                if (!rows.Next())
                    throw new UnreadableException($"a column ends at row {rowsRead + 1}, before its group does");
                WriteHead(rows, columns);
                KeepHead(head.WrittenSpan);
                text.Reset(rows.Text);
                foreach (var part in Parts(text, rowsRead, offset: 0, columns.Kind))
                    yield return part;
                unpacked += text.Loaded + head.WrittenCount;
            }
        }
    }

    protected override void Close()
    {
        parquet?.Dispose();
        properties?.Dispose();
        text.Dispose();
        start.Dispose();
    }

    /// <summary>Octets of the largest group, packed. Throws where a column of it claims to be longer than the file.</summary>
    long LargestGroup(ParquetFileReader parquet)
    {
        var largest = 0L;
        for (var number = 0; number < parquet.FileMetaData.NumRowGroups; number++)
        {
            using var group = parquet.RowGroup(number);
            var sum = 0L;
            for (var column = 0; column < group.MetaData.NumColumns; column++)
            {
                var size = group.MetaData.GetColumnChunkMetaData(column).TotalCompressedSize;
                if (size < 0 || size > File!.Length)
                    throw new UnreadableException("a column claims to be longer than the file");
                sum += size;
            }
            largest = Math.Max(largest, sum);
        }
        return largest;
    }

    void WriteHead(ParquetRows rows, ParquetColumns columns)
    {
        head.ResetWrittenCount();
        using var json = new Utf8JsonWriter(head, HeadStyle);
        json.WriteStartObject();
        for (var column = 0; column < columns.Heads.Count; column++)
            json.WriteString(columns.Heads[column].Name, cell.AsSpan(0, rows.ReadHead(column, cell)));
        json.WriteEndObject();
    }
}
