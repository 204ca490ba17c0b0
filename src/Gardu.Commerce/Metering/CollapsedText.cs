using System.Buffers;

namespace Gardu.Commerce.Metering;

/// <summary>The size of a text in which each run of white space counts as one blank, and as none at both ends.</summary>
sealed class CollapsedText
{
    /// <summary>ASCII white space of the Infra Standard; a no-break space is text.</summary>
    static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\n\f\r");

    readonly Utf8Size words = new();
    long gaps;
    bool isBehindBlank;

    /// <summary>Bytes of UTF-8 so far.</summary>
    public long Bytes => words.Bytes + gaps;

    /// <summary>Takes a stretch; runs go on from one to the next.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var word = text.IndexOfAnyExcept(Blanks);
            isBehindBlank |= word != 0;
            if (word < 0)
                return;
            if (isBehindBlank && words.Bytes > 0)
                gaps++;
            isBehindBlank = false;
            text = text[word..];
            var end = text.IndexOfAny(Blanks);
            words.Add(end < 0 ? text : text[..end]);
            text = end < 0 ? [] : text[end..];
        }
    }
}
