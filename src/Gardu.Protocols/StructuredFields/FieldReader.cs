using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Gardu.Protocols.StructuredFields;

/// <summary>The grammar of RFC 9651 section 4.2, read from the left; each method leaves the place behind what it has read.</summary>
ref struct FieldReader(ReadOnlySpan<char> text)
{
    const int IntegerDigitsMax = 15;
    const int WholeDigitsMax = 12;
    const int FractionDigitsMax = 3;

    static readonly SearchValues<char> OfKey = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");
    static readonly SearchValues<char> OfToken = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~:/");

    readonly ReadOnlySpan<char> text = text.Trim(' ');
    int at;

    readonly char Next => at < text.Length ? text[at] : '\0';

    readonly bool IsAtEnd => at == text.Length;

    public bool TryReadWhole(out FieldItem? item) => TryReadItem(out item) && IsAtEnd;

    public bool TryReadDictionary(out List<KeyValuePair<string, FieldMember>> entries)
    {
        var read = new FieldEntries<FieldMember>();
        entries = read.List;
        while (!IsAtEnd)
        {
            if (!TryReadKey(out var key) || !TryReadDictionaryMember(out var member) || !read.TryPut(key, member!) || !TryReadSeparator())
                return false;
        }
        return true;
    }

    public bool TryReadList(out List<FieldMember> members)
    {
        members = [];
        while (!IsAtEnd)
        {
            if (!TryReadMember(out var member) || members.Count == StructuredField.EntriesMax || !TryReadSeparator())
                return false;
            members.Add(member!);
        }
        return true;
    }

    bool TryReadDictionaryMember(out FieldMember? member)
    {
        if (TryTake('='))
            return TryReadMember(out member);
        var read = TryReadParameters(out var parameters);
        member = new FieldItem(BareItem.Boolean.True, parameters);
        return read;
    }

    /// <summary>A comma with blanks around it and something behind it, or the end.</summary>
    bool TryReadSeparator()
    {
        SkipBlanks();
        if (IsAtEnd)
            return true;
        if (!TryTake(','))
            return false;
        SkipBlanks();
        return !IsAtEnd;
    }

    bool TryReadMember(out FieldMember? member)
    {
        if (Next == '(')
        {
            var readList = TryReadInnerList(out var list);
            member = list;
            return readList;
        }
        var read = TryReadItem(out var item);
        member = item;
        return read;
    }

    bool TryReadInnerList(out FieldInnerList? list)
    {
        list = null;
        var items = new List<FieldItem>();
        for (at++; ;)
        {
            while (TryTake(' '))
            {
            }
            if (TryTake(')'))
                break;
            if (!TryReadItem(out var item) || items.Count == StructuredField.EntriesMax || Next is not (' ' or ')'))
                return false;
            items.Add(item!);
        }
        if (!TryReadParameters(out var parameters))
            return false;
        list = new FieldInnerList(items, parameters);
        return true;
    }

    bool TryReadItem(out FieldItem? item)
    {
        item = null;
        if (!TryReadBareItem(out var value) || !TryReadParameters(out var parameters))
            return false;
        item = new FieldItem(value!, parameters);
        return true;
    }

    bool TryReadParameters(out FieldParameters parameters)
    {
        parameters = FieldParameters.None;
        if (Next != ';')
            return true;
        var entries = new FieldEntries<BareItem>();
        while (TryTake(';'))
        {
            while (TryTake(' '))
            {
            }
            BareItem? value = BareItem.Boolean.True;
            if (!TryReadKey(out var key) || (TryTake('=') && !TryReadBareItem(out value)) || !entries.TryPut(key, value!))
                return false;
        }
        parameters = new FieldParameters(entries.List);
        return true;
    }

    bool TryReadKey(out string key)
    {
        key = "";
        if (!char.IsAsciiLetterLower(Next) && Next != '*')
            return false;
        var end = text[at..].IndexOfAnyExcept(OfKey);
        key = text.Slice(at, end < 0 ? text.Length - at : end).ToString();
        at += key.Length;
        return true;
    }

    bool TryReadBareItem(out BareItem? value)
    {
        value = Next switch
        {
            '-' or (>= '0' and <= '9') => ReadNumber(),
            '"' => ReadString(),
            '*' => ReadToken(),
            ':' => ReadBytes(),
            '?' => ReadBoolean(),
            '@' => ReadDate(),
            '%' => ReadDisplayString(),
            var letter => char.IsAsciiLetter(letter) ? ReadToken() : null,
        };
        return value is not null;
    }

    BareItem? ReadNumber()
    {
        var start = at;
        TryTake('-');
        var digits = CountDigits();
        var whole = text[start..at];
        if (digits is 0 or > IntegerDigitsMax)
            return null;
        if (!TryTake('.'))
            return new BareItem.Integer(long.Parse(whole, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return digits <= WholeDigitsMax && CountDigits() is >= 1 and <= FractionDigitsMax
            ? new BareItem.Decimal(decimal.Parse(text[start..at], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))
            : null;
    }

    int CountDigits()
    {
        var start = at;
        while (char.IsAsciiDigit(Next))
            at++;
        return at - start;
    }

    BareItem.String? ReadString()
    {
        var value = new StringBuilder();
        for (at++; !IsAtEnd; at++)
        {
            switch (text[at])
            {
                case '"':
                    at++;
                    return new BareItem.String(value.ToString());
                case '\\':
                    at++;
                    if (Next is not ('"' or '\\'))
                        return null;
                    break;
                case < ' ' or > '~':
                    return null;
            }
            value.Append(text[at]);
        }
        return null;
    }

    BareItem.Token ReadToken()
    {
        var end = text[at..].IndexOfAnyExcept(OfToken);
        var word = text.Slice(at, end < 0 ? text.Length - at : end).ToString();
        at += word.Length;
        return new BareItem.Token(word);
    }

    BareItem.Bytes? ReadBytes()
    {
        at++;
        var length = text[at..].IndexOf(':');
        if (length < 0 || text.Slice(at, length).ContainsAny(" \t\r\n")) // which the platform would pass over
            return null;
        // A reader may accept base64 without its padding (section 4.2.7).
        var base64 = text.Slice(at, length).TrimEnd('=').ToString();
        at += length + 1;
        var octets = new byte[base64.Length];
        return Convert.TryFromBase64String(base64.PadRight((base64.Length + 3) / 4 * 4, '='), octets, out var written)
            ? new BareItem.Bytes(octets.AsMemory(0, written))
            : null;
    }

    BareItem.Boolean? ReadBoolean()
    {
        at++;
        return TryTake('1') ? BareItem.Boolean.True : TryTake('0') ? new BareItem.Boolean(false) : null;
    }

    BareItem.Date? ReadDate()
    {
        at++;
        return (Next == '-' || char.IsAsciiDigit(Next)) && ReadNumber() is BareItem.Integer { Value: var seconds } ? new BareItem.Date(seconds) : null;
    }

    BareItem.DisplayString? ReadDisplayString()
    {
        at++;
        if (!TryTake('"'))
            return null;
        var octets = new ArrayBufferWriter<byte>();
        for (; !IsAtEnd; at++)
        {
            switch (text[at])
            {
                case '"':
                    at++;
                    return Decoded(octets.WrittenSpan);
                case < ' ' or > '~':
                    return null;
                case '%':
                    if (at + 2 >= text.Length || !char.IsAsciiHexDigitLower(text[at + 1]) || !char.IsAsciiHexDigitLower(text[at + 2]))
                        return null;
                    octets.Write([byte.Parse(text.Slice(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)]);
                    at += 2;
                    break;
                default:
                    octets.Write([(byte)text[at]]);
                    break;
            }
        }
        return null;
    }

    static BareItem.DisplayString? Decoded(ReadOnlySpan<byte> octets) =>
        Utf8.IsValid(octets) ? new BareItem.DisplayString(Encoding.UTF8.GetString(octets)) : null;

    bool TryTake(char c)
    {
        if (IsAtEnd || text[at] != c)
            return false;
        at++;
        return true;
    }

    void SkipBlanks()
    {
        while (Next is ' ' or '\t')
            at++;
    }
}
