using System.Buffers;

namespace Gardu.Protocols.Robots;

/// <summary>Lines that end in CR, LF or CRLF (RFC 9309 section 2.2); empty ones fall out by themselves.</summary>
static class LineSplits
{
    static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    public static Enumerator EnumerateSplits(this ReadOnlySpan<char> text) => new(text);

    public ref struct Enumerator(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> left = text;

        public ReadOnlySpan<char> Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (left.IsEmpty)
                return false;
            var end = left.IndexOfAny(LineEnds);
            Current = end < 0 ? left : left[..end];
            left = end < 0 ? [] : left[(end + 1)..];
            return true;
        }
    }
}
