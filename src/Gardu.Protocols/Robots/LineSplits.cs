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
        bool afterReturn;

        /// <summary>Which line of the file it is, from 1; CRLF ends one line.</summary>
        public int Number { get; private set; }

        public ReadOnlySpan<char> Current { get; private set; }

        public bool MoveNext()
        {
            if (left.IsEmpty)
                return false;
            var end = left.IndexOfAny(LineEnds);
            Current = end < 0 ? left : left[..end];
            if (!(afterReturn && end == 0 && left[0] == '\n'))
                Number++;
            afterReturn = end >= 0 && left[end] == '\r';
            left = end < 0 ? [] : left[(end + 1)..];
            return true;
        }
    }
}
