using System.Text;
using Gardu.Evidence.Scan.Normalising;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>Cuts what is shown of a run out of both texts.</summary>
static class Excerpts
{
    /// <summary>Octets shown before and behind a run.</summary>
    const int Around = 200;

    /// <summary>Octets of a run that are shown.</summary>
    const int ShownMax = 4_000;

    public static Excerpt Of(MappedText document, MappedText text, Run run)
    {
        var own = Side(document, run.InDocument, run.Equal, out var isCut);
        return new Excerpt(own, Side(text, run.InText, run.EqualInText, out var isCutToo), isCut || isCutToo);
    }

    static List<string> Side(MappedText text, Range stretch, IReadOnlyList<int> equal, out bool isCut)
    {
        var raw = text.Raw.Span;
        var (begin, end) = text.RawOf(stretch.Start.Value, stretch.End.Value);
        isCut = end - begin > ShownMax;
        var shownEnd = isCut ? begin + ShownMax : Math.Min(raw.Length, end + Around);
        var (from, pieces) = (Whole(raw, Math.Max(0, begin - Around)), new List<string>());
        for (var first = 0; first < equal.Count;)
        {
            var last = first;
            while (last + 1 < equal.Count && equal[last + 1] == equal[last] + 1)
                last++;
            var (rowBegin, rowEnd) = text.RawOf(text.Words[equal[first]].Begin, text.Words[equal[last]].End);
            if (rowBegin >= shownEnd)
                break;
            rowEnd = Math.Min(rowEnd, Whole(raw, shownEnd));
            pieces.Add(Encoding.UTF8.GetString(raw[from..rowBegin]));
            pieces.Add(Encoding.UTF8.GetString(raw[rowBegin..rowEnd]));
            from = rowEnd;
            first = last + 1;
        }
        pieces.Add(Encoding.UTF8.GetString(raw[from..Math.Max(from, Whole(raw, shownEnd))]));
        return pieces;
    }

    /// <summary>The place, or the next one before it where a letter begins.</summary>
    static int Whole(ReadOnlySpan<byte> raw, int at)
    {
        while (at > 0 && at < raw.Length && (raw[at] & 0xC0) == 0x80)
            at--;
        return at;
    }
}
