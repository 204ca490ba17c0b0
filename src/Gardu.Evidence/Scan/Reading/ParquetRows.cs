using ParquetSharp;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>The rows of one group of a Parquet file, one after another.</summary>
sealed class ParquetRows(RowGroupReader group) : IDisposable
{
    /// <summary>That of the text, and those that say what a row is.</summary>
    readonly List<ParquetStrings> columns = [];

    /// <summary>Begins to read columns; what was opened when one fails is closed with the rest.</summary>
    public void Open(ParquetColumns read)
    {
        foreach (var column in read.Numbers)
            columns.Add(new ParquetStrings(group.Column(column)));
    }

    /// <summary>How many there are.</summary>
    public long Count => group.MetaData.NumRows;

    /// <summary>The text of this row.</summary>
    public ParquetStrings Text => columns[0];

    /// <summary>Goes on to the next row; false where a column has none.</summary>
    public bool Next()
    {
        var isRow = true;
        foreach (var column in columns)
            isRow &= column.NextRow();
        return isRow;
    }

    /// <summary>Reads what a column says of this row; what does not fit is left out.</summary>
    public int ReadHead(int column, Span<byte> buffer)
    {
        var length = 0;
        while (length < buffer.Length && columns[1 + column].Read(buffer[length..]) is var read and > 0)
            length += read;
        return length;
    }

    public void Dispose()
    {
        foreach (var column in columns)
            column.Dispose();
        group.Dispose();
    }
}
