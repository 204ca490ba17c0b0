using System.Buffers;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// Finds where a value of JSON (RFC 8259) ends that begins with a quote, a brace or a bracket, in pieces of any size. It keeps count of brackets and does not ask which closes which: what is JSON ends where it
/// should, what is none ends somewhere.
/// </summary>
struct JsonEnd
{
    static readonly SearchValues<byte> Outside = SearchValues.Create("\"{}[]"u8);

    int depth;
    bool isString;
    bool isEscaped;

    /// <summary>The end of a string whose opening quote has been taken.</summary>
    public static JsonEnd OfString => new() { isString = true };

    /// <summary>The place behind the value; -1 where it goes on behind this piece.</summary>
    public int Find(ReadOnlySpan<byte> piece)
    {
        var at = 0;
        while (at < piece.Length)
        {
            if (isEscaped)
            {
                isEscaped = false;
                at++;
                continue;
            }
            if (isString)
            {
                // Quotes alone are looked for: escapes of other letters are far more.
                var quote = piece[at..].IndexOf((byte)'"');
                var before = quote < 0 ? piece[at..] : piece.Slice(at, quote);
                var isAfterEscape = (before.Length - 1 - before.LastIndexOfAnyExcept((byte)'\\')) % 2 != 0;
                if (quote < 0)
                {
                    isEscaped = isAfterEscape;
                    return -1;
                }
                at += quote + 1;
                isString = isAfterEscape;
            }
            else
            {
                var found = piece[at..].IndexOfAny(Outside);
                if (found < 0)
                    return -1;
                at += found + 1;
                isString = piece[at - 1] == '"';
                if (!isString)
                    depth += piece[at - 1] is (byte)'{' or (byte)'[' ? 1 : -1;
            }
            if (depth <= 0 && !isString)
                return at;
        }
        return -1;
    }
}
