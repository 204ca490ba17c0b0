using ParquetSharp;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// The strings of one column of a row group, row by row, copied from where they lie in the memory of the library that unpacked them. As a stream it is the text of one row: its strings, a line each.
/// </summary>
sealed class ParquetStrings : ForwardStream
{
    /// <summary>Values that are asked for at once.</summary>
    const int BatchSize = 512;

    readonly ColumnReader<ByteArray> column;
    readonly short maxDefinition;
    readonly bool isList;
    readonly short[] definitions = new short[BatchSize];
    readonly short[] repetitions = new short[BatchSize];
    readonly ByteArray[] values = new ByteArray[BatchSize];
    int levels;
    int level;
    int valueCount;
    int value;
    bool isRowBegun;
    bool isRowOver = true;
    bool isFirstText;
    ByteArray current;
    int copied;

    public ParquetStrings(ColumnReader column)
    {
        this.column = (ColumnReader<ByteArray>)column;
        var descriptor = column.ColumnDescriptor;
        (maxDefinition, isList) = (descriptor.MaxDefinitionLevel, descriptor.MaxRepetitionLevel > 0);
    }

    /// <summary>Goes on to the next row, over what is left of this one; false where there is none.</summary>
    public bool NextRow()
    {
        while (NextText()) { }
        (isRowBegun, isRowOver, isFirstText, current, copied) = (false, !HasLevel(), true, default, 0);
        return !isRowOver;
    }

    /// <summary>Reads on in the text of this row; 0 where it ends.</summary>
    public override unsafe int Read(Span<byte> buffer)
    {
        var written = 0;
        while (copied == current.Length && written == 0)
        {
            var isFirst = isFirstText;
            if (!NextText())
                return 0;
            if (!isFirst)
                buffer[written++] = (byte)'\n';
        }
        var rest = new ReadOnlySpan<byte>((byte*)current.Pointer + copied, current.Length - copied);
        rest = rest[..Math.Min(rest.Length, buffer.Length - written)];
        rest.CopyTo(buffer[written..]);
        copied += rest.Length;
        return written + rest.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            column.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Goes on to the row's next string that is not null.</summary>
    bool NextText()
    {
        while (!isRowOver)
        {
            if (isRowBegun && !(isList && HasLevel() && repetitions[level] > 0))
            {
                isRowOver = true;
                break;
            }
            isRowBegun = true;
            var isNull = definitions[level++] < maxDefinition;
            if (isNull)
                continue;
            if (value == valueCount || values[value].Length < 0)
                throw new UnreadableException("a column holds fewer texts than it says");
            (current, copied, isFirstText) = (values[value++], 0, false);
            return true;
        }
        return false;
    }

    /// <summary>Whether there is another level; reads on where the last ones have been used, which ends what was pointed to.</summary>
    bool HasLevel()
    {
        while (level == levels && column.HasNext)
        {
            levels = (int)column.ReadBatch(BatchSize, definitions, repetitions, values, out var read);
            (level, value, valueCount) = (0, 0, (int)read);
            if (levels == 0)
                break;
        }
        return level < levels;
    }
}
