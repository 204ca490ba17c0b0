using System.Globalization;
using System.Text;

namespace Gardu.Protocols.Tests.StructuredFields;

/// <summary>
/// RFC 9651 section 4.2 as it is written, one character after the other, giving the canonical text of section 4.1 at once. Slow, without limits;
/// what it throws is a field that is none.
/// </summary>
sealed class NaiveField
{
    string input;

    NaiveField(string text) => input = text;

    public static string? Dictionary(string text) => Whole(text, parser => parser.ParseDictionary());

    public static string? List(string text) => Whole(text, parser => parser.ParseList());

    public static string? Item(string text) => Whole(text, parser => parser.ParseItem());

    /// <summary>The canonical text of one member of a dictionary; null for no dictionary or no such member.</summary>
    public static string? Member(string text, string key)
    {
        string? found = null;
        var dictionary = Whole(text, parser =>
        {
            var members = parser.ParseMembers();
            found = members.Where(member => member.Key == key).Select(member => member.Value.Text).FirstOrDefault();
            return "";
        });
        return dictionary is null ? null : found;
    }

    // Section 4.2
    static string? Whole(string text, Func<NaiveField, string> parse)
    {
        if (text.Any(c => c > 127))
            return null;
        var parser = new NaiveField(text);
        try
        {
            parser.Discard(" ");
            var output = parse(parser);
            parser.Discard(" ");
            return parser.input == "" ? output : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // Section 4.2.1
    string ParseList()
    {
        var members = new List<string>();
        while (input != "")
        {
            members.Add(ParseItemOrInnerList());
            Discard(" \t");
            if (input == "")
                break;
            Require(Consume() == ',');
            Discard(" \t");
            Require(input != "");
        }
        return string.Join(", ", members);
    }

    string ParseItemOrInnerList() => First('(') ? ParseInnerList() : ParseItem();

    // Section 4.2.1.2
    string ParseInnerList()
    {
        Require(Consume() == '(');
        var items = new List<string>();
        while (input != "")
        {
            Discard(" ");
            if (First(')'))
            {
                Consume();
                return "(" + string.Join(" ", items) + ")" + ParseParameters();
            }
            items.Add(ParseItem());
            Require(First(' ') || First(')'));
        }
        throw new FormatException();
    }

    // Section 4.2.2, and of section 4.1.2 that a true item is its key and parameters
    string ParseDictionary() => string.Join(", ", ParseMembers().Select(member => member.Value.IsTrue ? member.Key + member.Value.Parameters : member.Key + "=" + member.Value.Text));

    List<KeyValuePair<string, (string Text, bool IsTrue, string Parameters)>> ParseMembers()
    {
        var members = new List<KeyValuePair<string, (string Text, bool IsTrue, string Parameters)>>();
        while (input != "")
        {
            var key = ParseKey();
            (string, bool, string) member;
            if (First('='))
            {
                Consume();
                if (First('('))
                    member = (ParseInnerList(), false, "");
                else
                {
                    var value = ParseBareItem();
                    var parameters = ParseParameters();
                    member = (value + parameters, value == "?1", parameters);
                }
            }
            else
            {
                var parameters = ParseParameters();
                member = ("?1" + parameters, true, parameters);
            }
            Put(members, key, member);
            Discard(" \t");
            if (input == "")
                break;
            Require(Consume() == ',');
            Discard(" \t");
            Require(input != "");
        }
        return members;
    }

    // Section 4.2.3
    string ParseItem() => ParseBareItem() + ParseParameters();

    // Section 4.2.3.1
    string ParseBareItem() => input == "" ? throw new FormatException() : input[0] switch
    {
        '-' or (>= '0' and <= '9') => ParseNumber(out _),
        '"' => ParseString(),
        '*' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => ParseToken(),
        ':' => ParseByteSequence(),
        '?' => ParseBoolean(),
        '@' => ParseDate(),
        '%' => ParseDisplayString(),
        _ => throw new FormatException(),
    };

    // Section 4.2.3.2
    string ParseParameters()
    {
        var parameters = new List<KeyValuePair<string, string>>();
        while (First(';'))
        {
            Consume();
            Discard(" ");
            var key = ParseKey();
            var value = "?1";
            if (First('='))
            {
                Consume();
                value = ParseBareItem();
            }
            Put(parameters, key, value);
        }
        return string.Concat(parameters.Select(parameter => ";" + parameter.Key + (parameter.Value == "?1" ? "" : "=" + parameter.Value)));
    }

    // Section 4.2.3.3
    string ParseKey()
    {
        Require(input != "" && "abcdefghijklmnopqrstuvwxyz*".Contains(input[0]));
        var output = "";
        while (input != "" && "abcdefghijklmnopqrstuvwxyz0123456789_-.*".Contains(input[0]))
            output += Consume();
        return output;
    }

    // Section 4.2.4
    string ParseNumber(out bool isDecimal)
    {
        isDecimal = false;
        var sign = "";
        var number = "";
        if (First('-'))
            sign += Consume();
        Require(input != "" && char.IsAsciiDigit(input[0]));
        while (input != "")
        {
            var c = Consume();
            if (char.IsAsciiDigit(c))
                number += c;
            else if (!isDecimal && c == '.')
            {
                Require(number.Length <= 12);
                number += c;
                isDecimal = true;
            }
            else
            {
                input = c + input;
                break;
            }
            Require(number.Length <= (isDecimal ? 16 : 15));
        }
        var parts = number.Split('.');
        if (isDecimal)
            Require(parts[1].Length is >= 1 and <= 3);
        var whole = parts[0].TrimStart('0') is { Length: > 0 } digits ? digits : "0";
        var fraction = isDecimal ? "." + parts[1][..1] + parts[1][1..].TrimEnd('0') : "";
        return (number.Any(c => c is >= '1' and <= '9') ? sign : "") + whole + fraction;
    }

    // Section 4.2.5
    string ParseString()
    {
        var output = "";
        Require(Consume() == '"');
        while (input != "")
        {
            var c = Consume();
            if (c == '\\')
            {
                Require(input != "");
                var next = Consume();
                Require(next is '"' or '\\');
                output += "\\" + next;
            }
            else if (c == '"')
                return "\"" + output + "\"";
            else
            {
                Require(c is >= '\x20' and <= '\x7e');
                output += c;
            }
        }
        throw new FormatException();
    }

    // Section 4.2.6
    string ParseToken()
    {
        var output = "" + Consume();
        while (input != "" && (char.IsAsciiLetterOrDigit(input[0]) || "!#$%&'*+-.^_`|~:/".Contains(input[0])))
            output += Consume();
        return output;
    }

    // Section 4.2.7; bits that pad are let pass, as the RFC advises
    string ParseByteSequence()
    {
        Consume();
        var end = input.IndexOf(':', StringComparison.Ordinal);
        Require(end >= 0);
        var content = input[..end].TrimEnd('=');
        input = input[(end + 1)..];
        Require(content.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/') && content.Length % 4 != 1);
        var octets = new List<byte>();
        var bits = 0;
        var count = 0;
        foreach (var c in content)
        {
            bits = (bits << 6 | "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".IndexOf(c, StringComparison.Ordinal)) & 0xFFFF;
            count += 6;
            if (count >= 8)
                octets.Add((byte)(bits >> (count -= 8)));
        }
        return ":" + Convert.ToBase64String([.. octets]) + ":";
    }

    // Section 4.2.8
    string ParseBoolean()
    {
        Consume();
        Require(First('0') || First('1'));
        return "?" + Consume();
    }

    // Section 4.2.9
    string ParseDate()
    {
        Consume();
        var output = ParseNumber(out var isDecimal);
        Require(!isDecimal);
        return "@" + output;
    }

    // Section 4.2.10
    string ParseDisplayString()
    {
        Consume();
        Require(input != "" && Consume() == '"');
        var octets = new List<byte>();
        while (input != "")
        {
            var c = Consume();
            Require(c is >= '\x20' and <= '\x7e');
            if (c == '%')
            {
                Require(input.Length >= 2 && input[..2].All(digit => "0123456789abcdef".Contains(digit)));
                octets.Add(byte.Parse(input[..2], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                input = input[2..];
            }
            else if (c == '"')
            {
                try
                {
                    _ = new UTF8Encoding(false, true).GetString([.. octets]);
                }
                catch (ArgumentException)
                {
                    throw new FormatException();
                }
                return "%\"" + string.Concat(octets.Select(octet => octet is 0x25 or 0x22 or < 0x20 or > 0x7e ? "%" + octet.ToString("x2", CultureInfo.InvariantCulture) : "" + (char)octet)) + "\"";
            }
            else
                octets.Add((byte)c);
        }
        throw new FormatException();
    }

    static void Put<T>(List<KeyValuePair<string, T>> entries, string key, T value)
    {
        var at = entries.FindIndex(entry => entry.Key == key);
        if (at < 0)
            entries.Add(new(key, value));
        else
            entries[at] = new(key, value);
    }

    bool First(char c) => input != "" && input[0] == c;

    char Consume()
    {
        Require(input != "");
        var c = input[0];
        input = input[1..];
        return c;
    }

    void Discard(string which) => input = input.TrimStart(which.ToCharArray());

    static void Require(bool condition)
    {
        if (!condition)
            throw new FormatException();
    }
}
