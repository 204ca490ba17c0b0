using System.Globalization;
using System.Text;

namespace Gardu.Commerce.Metering;

/// <summary>Reads a path by the grammar of RFC 9535, section 2, as far as <see cref="RecordPath"/> goes.</summary>
sealed class RecordPathReader(string text)
{
    const string Example = "; write for instance \"$.data[*]\"";

    /// <summary>The largest integer of RFC 9535: 2^53 - 1.</summary>
    const long IndexMax = (1L << 53) - 1;

    readonly List<RecordStep> steps = [];
    int at;
    string? problem;

    char Next => at < text.Length ? text[at] : '\0';

    /// <summary>The steps, or null and what is wrong.</summary>
    public IReadOnlyList<RecordStep>? Read(out string? error)
    {
        var isRead = ReadAll();
        error = isRead ? null : problem;
        return isRead ? steps : null;
    }

    /// <summary>True for a name that may stand behind a dot.</summary>
    public static bool IsShorthand(string name)
    {
        for (var place = 0; place < name.Length; place++)
            if (!IsNameSign(name[place], isFirst: place == 0))
                return false;
        return name.Length > 0;
    }

    bool ReadAll()
    {
        if (text.Length == 0)
            return Fail($"a record path is missing{Example}");
        if (text.Length > RecordPath.LengthMax)
            return Fail($"a record path has at most {RecordPath.LengthMax} characters{Example}");
        if (!HasWholePairs(text))
            return Fail($"the record path holds half a character (a surrogate without its other half){Example}");
        if (text[at++] != '$')
            return Fail($"the record path \"{text}\" does not begin with \"$\"{Example}");
        while (at < text.Length)
        {
            SkipBlanks();
            if (!(Next switch { '.' => ReadDot(), '[' => ReadBracket(), _ => Fail(Where("\".\" or \"[\" is expected here")) }))
                return false;
            if (steps.Count > RecordPath.StepsMax)
                return Fail($"the record path \"{text}\" has more than {RecordPath.StepsMax} steps");
        }
        return true;
    }

    bool ReadDot()
    {
        at++;
        if (Next == '.')
            return Fail(Where("\"..\" is not supported, each step has to be named"));
        if (Next == '*')
            return Fail(Where("\".*\" is not supported, write \"[*]\""));
        var start = at;
        while (at < text.Length && IsNameSign(text[at], isFirst: at == start))
            at++;
        if (at == start)
            return Fail(Where("a name is expected behind \".\"; one that begins with a digit or holds other signs is written ['...']"));
        return Add(text[start..at]);
    }

    bool ReadBracket()
    {
        at++;
        SkipBlanks();
        var isRead = Next switch
        {
            '\'' or '"' => ReadQuoted(),
            '*' => ReadEvery(),
            >= '0' and <= '9' => ReadIndex(),
            '-' => Fail(Where("places are counted from the start, beginning with 0; negative ones are not supported")),
            '?' => Fail(Where("filters are not supported")),
            ':' => Fail(Where("slices are not supported")),
            _ => Fail(Where("*, a number or a name in quotes is expected behind \"[\"")),
        };
        if (!isRead)
            return false;
        SkipBlanks();
        return Next switch
        {
            ']' => Skip(),
            ',' => Fail(Where("several choices in one step are not supported")),
            ':' => Fail(Where("slices are not supported")),
            _ => Fail(Where("\"]\" is expected here")),
        };
    }

    bool ReadEvery()
    {
        steps.Add(new RecordStep(RecordStepKind.Every, [], 0));
        return Skip();
    }

    bool ReadIndex()
    {
        var start = at;
        while (Next is >= '0' and <= '9')
            at++;
        var digits = text.AsSpan(start, at - start);
        if (digits.Length > 1 && digits[0] == '0')
            return Fail(Where("a number has no leading zeros"));
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index > IndexMax)
            return Fail(Where("the number is too large"));
        steps.Add(new RecordStep(RecordStepKind.Index, [], index));
        return true;
    }

    bool ReadQuoted()
    {
        var quote = text[at++];
        var name = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] < ' ')
                return Fail(Where("a control character has to be escaped, such as \\n or \\u0001"));
            if (text[at] != '\\')
                name.Append(text[at++]);
            else if (!ReadEscape(quote, name))
                return Fail(Where("this is no escape; there are \\b \\f \\n \\r \\t \\/ \\\\ \\uXXXX and the quote that the name stands in"));
        }
        if (at == text.Length)
            return Fail(Where("the quote is not closed"));
        at++;
        return Add(name.ToString());
    }

    bool ReadEscape(char quote, StringBuilder name)
    {
        var sign = at + 1 < text.Length ? text[at + 1] : '\0';
        if (sign == 'u')
            return ReadUnicode(name);
        var meant = sign switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', '/' or '\\' => sign, _ when sign == quote => sign, _ => '\0' };
        if (meant == '\0')
            return false;
        name.Append(meant);
        at += 2;
        return true;
    }

    /// <summary>A character beyond U+FFFF is written as two escapes; half of one is none.</summary>
    bool ReadUnicode(StringBuilder name)
    {
        if (!TryHex(at, out var first) || char.IsLowSurrogate(first))
            return false;
        name.Append(first);
        if (!char.IsHighSurrogate(first))
        {
            at += 6;
            return true;
        }
        if (!TryHex(at + 6, out var second) || !char.IsLowSurrogate(second))
            return false;
        name.Append(second);
        at += 12;
        return true;
    }

    bool TryHex(int start, out char value)
    {
        value = '\0';
        if (start + 6 > text.Length || text[start] != '\\' || text[start + 1] != 'u'
            || !ushort.TryParse(text.AsSpan(start + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
            return false;
        value = (char)unit;
        return true;
    }

    bool Add(string name)
    {
        steps.Add(new RecordStep(RecordStepKind.Name, Encoding.UTF8.GetBytes(name), 0));
        return true;
    }

    bool Skip()
    {
        at++;
        return true;
    }

    void SkipBlanks()
    {
        while (Next is ' ' or '\t' or '\n' or '\r')
            at++;
    }

    string Where(string what) => $"in the record path \"{text}\" at character {at + 1}: {what}{Example}";

    bool Fail(string words)
    {
        problem = words;
        return false;
    }

    static bool IsNameSign(char sign, bool isFirst) => char.IsAsciiLetter(sign) || sign is '_' or >= '\u0080' || (!isFirst && char.IsAsciiDigit(sign));

    static bool HasWholePairs(string text)
    {
        for (var place = 0; place < text.Length; place++)
        {
            if (!char.IsSurrogate(text[place]))
                continue;
            if (place + 1 == text.Length || !char.IsSurrogatePair(text[place], text[place + 1]))
                return false;
            place++;
        }
        return true;
    }
}
