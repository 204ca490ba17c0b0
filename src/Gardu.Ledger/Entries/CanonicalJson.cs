using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gardu.Ledger.Entries;

/// <summary>
/// Writes one JSON object in the canonical form of RFC 8785, as far as payloads need it: whole numbers, texts, lists, objects. Members have to come in the
/// order of their names; whoever writes them otherwise is told at once. Half of a surrogate pair is written as U+FFFD, and so is U+0000, which not every database keeps.
/// </summary>
public sealed class CanonicalJson(IBufferWriter<byte> output)
{
    /// <summary>The largest whole number that every reader of JSON keeps (RFC 8785 section 3.2.2.3).</summary>
    internal const long NumberMax = (1L << 53) - 1;

    readonly Stack<string?> names = new();
    bool isFirst = true;

    /// <summary>Begins the object, or one in a list.</summary>
    public CanonicalJson Begin()
    {
        Separate();
        return Open('{', "");
    }

    /// <summary>Ends an object.</summary>
    public CanonicalJson End() => Close('}');

    /// <summary>A member with a text; nothing where it is null.</summary>
    public CanonicalJson Text(string name, string? value)
    {
        if (value is null)
            return this;
        Name(name);
        WriteText(value);
        return this;
    }

    /// <summary>How a time is written: UTC, to the microsecond, without zeros at the end.</summary>
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'";

    /// <summary>A member with a time (RFC 3339), UTC, to the microsecond; nothing where it is null.</summary>
    public CanonicalJson Time(string name, DateTimeOffset? value) => Text(name, value?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));

    /// <summary>A member with a whole number, 0 to 2^53 − 1; nothing where it is null.</summary>
    public CanonicalJson Number(string name, long? value)
    {
        if (value is not { } number)
            return this;
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, NumberMax);
        Name(name);
        Span<byte> digits = output.GetSpan(20);
        number.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        output.Advance(length);
        return this;
    }

    /// <summary>A member that is true; nothing where it is false.</summary>
    public CanonicalJson Flag(string name, bool value)
    {
        if (value)
        {
            Name(name);
            output.Write("true"u8);
        }
        return this;
    }

    /// <summary>A member with a list of texts; nothing where it is empty.</summary>
    public CanonicalJson Texts(string name, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
            return this;
        BeginList(name);
        foreach (var value in values)
        {
            Separate();
            WriteText(value);
        }
        return EndList();
    }

    /// <summary>Begins a member with an object.</summary>
    public CanonicalJson Begin(string name)
    {
        Name(name);
        return Open('{', "");
    }

    /// <summary>Begins a member with a list; what is in it follows.</summary>
    public CanonicalJson BeginList(string name)
    {
        Name(name);
        return Open('[', null);
    }

    /// <summary>Ends a list.</summary>
    public CanonicalJson EndList() => Close(']');

    void Name(string name)
    {
        if (names.Count == 0 || names.Pop() is not { } last)
            throw new InvalidOperationException($"\"{name}\" stands in no object");
        if (string.CompareOrdinal(last, name) >= 0)
            throw new InvalidOperationException($"\"{name}\" comes behind \"{last}\"");
        names.Push(name);
        Separate();
        WriteText(name);
        Write(':');
    }

    CanonicalJson Open(char mark, string? last)
    {
        Write(mark);
        names.Push(last);
        isFirst = true;
        return this;
    }

    CanonicalJson Close(char mark)
    {
        names.Pop();
        Write(mark);
        isFirst = false;
        return this;
    }

    void Separate()
    {
        if (!isFirst)
            Write(',');
        isFirst = false;
    }

    void Write(char mark)
    {
        output.GetSpan(1)[0] = (byte)mark;
        output.Advance(1);
    }

    static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    void WriteText(ReadOnlySpan<char> text)
    {
        Write('"');
        while (text.IndexOfAny(Escaped) is var at and >= 0)
        {
            WritePlain(text[..at]);
            WriteEscaped(text[at]);
            text = text[(at + 1)..];
        }
        WritePlain(text);
        Write('"');
    }

    void WritePlain(ReadOnlySpan<char> text)
    {
        var octets = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, octets));
    }

    void WriteEscaped(char letter)
    {
        if (letter == '\0')
        {
            WritePlain("\uFFFD");
            return;
        }
        Write('\\');
        var mark = letter switch { '"' => '"', '\\' => '\\', '\b' => 'b', '\t' => 't', '\n' => 'n', '\f' => 'f', '\r' => 'r', _ => 'u' };
        Write(mark);
        if (mark == 'u')
            WritePlain(((int)letter).ToString("x4", CultureInfo.InvariantCulture));
    }
}
