using System.Runtime.CompilerServices;

namespace Gardu.Reports.Logs.Fields;

/// <summary>Where in a line each field stands.</summary>
struct FieldSlices
{
    Slots slots;

    /// <summary>Notes a field; of two for one thing the preferred stays.</summary>
    public void Set(LogField field, byte rank, int start, int length)
    {
        ref var slot = ref slots[(int)field];
        if (slot.Length == 0 || rank < slot.Rank)
            slot = new Slice(start, length, rank);
    }

    /// <summary>The field's bytes; empty where the line has none or writes <c>-</c>.</summary>
    public readonly Span<byte> Of(LogField field, Span<byte> line)
    {
        var slot = slots[(int)field];
        var text = line.Slice(slot.Start, slot.Length);
        return text is [(byte)'-'] ? [] : text;
    }

    readonly record struct Slice(int Start, int Length, byte Rank);

    [InlineArray((int)LogField.UserAgent + 1)]
    struct Slots
    {
        Slice first;
    }
}
