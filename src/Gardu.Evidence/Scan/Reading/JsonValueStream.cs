namespace Gardu.Evidence.Scan.Reading;

/// <summary>One value of JSON of a window, whatever its length; what stands behind it is left. Disposing it leaves the window.</summary>
sealed class JsonValueStream : ForwardStream
{
    readonly ByteWindow window;
    readonly bool isInLine;
    readonly bool isString;
    JsonEnd end;

    JsonValueStream(ByteWindow window, JsonEnd end, bool isString, bool isInLine) => (this.window, this.end, this.isString, this.isInLine) = (window, end, isString, isInLine);

    /// <summary>An object or array that the window begins with; <paramref name="isInLine"/>: which ends with its line at the latest.</summary>
    public static JsonValueStream Of(ByteWindow window, bool isInLine) => new(window, new JsonEnd(), isString: false, isInLine);

    /// <summary>What is between the quotes of a string whose first has been taken.</summary>
    public static JsonValueStream OfString(ByteWindow window) => new(window, JsonEnd.OfString, isString: true, isInLine: false);

    /// <summary>Whether the value has been read to its end.</summary>
    public bool IsWhole { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        if (IsWhole || (window.Rest.IsEmpty && !window.More()))
            return 0;
        var piece = window.Rest[..Math.Min(window.Rest.Length, buffer.Length)];
        if (isInLine && piece.IndexOf((byte)'\n') is var line and >= 0)
            piece = piece[..line];
        var length = end.Find(piece);
        IsWhole = length >= 0;
        piece = IsWhole ? piece[..length] : piece;
        var given = IsWhole && isString ? piece[..^1] : piece;
        given.CopyTo(buffer);
        window.Take(piece.Length);
        return given.Length;
    }

    /// <summary>Takes what is left of it.</summary>
    public void Drain()
    {
        Span<byte> room = stackalloc byte[4096];
        while (Read(room) > 0) { }
    }
}
