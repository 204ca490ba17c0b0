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
            var found = isString ? piece[at..].IndexOfAny((byte)'"', (byte)'\\') : piece[at..].IndexOfAny(Outside);
            if (found < 0)
                return -1;
            at += found + 1;
            switch (piece[at - 1])
            {
                case (byte)'\\':
                    isEscaped = true;
                    continue;
                case (byte)'"':
                    isString = !isString;
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }
            if (depth <= 0 && !isString)
                return at;
        }
        return -1;
    }
}
