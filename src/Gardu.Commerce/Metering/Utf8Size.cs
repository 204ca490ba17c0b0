using System.Text;

namespace Gardu.Commerce.Metering;

/// <summary>The size of a text in UTF-8, however it is cut into pieces.</summary>
sealed class Utf8Size
{
    /// <summary>Half of a character that is cut in two counts as U+FFFD, 3 bytes; a whole one has 4.</summary>
    const int HalfSurplus = 1;

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes the next piece.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return;
        Bytes += Encoding.UTF8.GetByteCount(text);
        if (char.IsLowSurrogate(text[0]))
            Bytes -= HalfSurplus;
        if (char.IsHighSurrogate(text[^1]))
            Bytes -= HalfSurplus;
    }
}
