using System.Buffers;

namespace Gardu.Ledger.Exports;

/// <summary>Whether a line says nothing but what was read of it, in the one way in which it can be said.</summary>
static class Canonical
{
    /// <summary>Writes it again and compares.</summary>
    /// <param name="line">As it was read, without its line feed.</param>
    /// <param name="write">Writes it with one.</param>
    public static bool IsWritten(ReadOnlyMemory<byte> line, Action<IBufferWriter<byte>> write)
    {
        var again = new ArrayBufferWriter<byte>(line.Length + 1);
        write(again);
        return again.WrittenSpan[..^1].SequenceEqual(line.Span);
    }
}
