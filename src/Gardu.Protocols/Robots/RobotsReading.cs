using System.Text;

namespace Gardu.Protocols.Robots;

/// <summary>How lines of a robots.txt are understood: as RFC 9309 says, or as the parser that Google publishes does.</summary>
public sealed class RobotsReading
{
    /// <summary>What a line says.</summary>
    internal enum Key : byte
    {
        /// <summary>Nothing that is known.</summary>
        Other,

        UserAgent,
        Allow,
        Disallow,
        Sitemap,
        License,
        ContentSignal,
        ContentUsage,
    }

    const string Everybody = "*";

    /// <summary>Bytes of a line that Google reads: eight times the longest URL of a browser, less one for the end.</summary>
    const int GoogleLineMax = 2083 * 8 - 1;

    static readonly (string Start, Key Key)[] GoogleKeys =
    [
        ("user-agent", Key.UserAgent), ("useragent", Key.UserAgent), ("user agent", Key.UserAgent), ("allow", Key.Allow),
        ("disallow", Key.Disallow), ("dissallow", Key.Disallow), ("dissalow", Key.Disallow), ("disalow", Key.Disallow), ("diasllow", Key.Disallow), ("disallaw", Key.Disallow),
        ("sitemap", Key.Sitemap), ("site-map", Key.Sitemap), ("license", Key.License), ("content-signal", Key.ContentSignal), ("content-usage", Key.ContentUsage),
    ];

    static readonly string[] Names = ["", "user-agent", "allow", "disallow", "sitemap", "license", "content-signal", "content-usage"];

    readonly bool isGoogle;

    RobotsReading(bool isGoogle) => this.isGoogle = isGoogle;

    /// <summary>RFC 9309; a product token may hold digits, dots and blanks too, since names in use do (<c>AI2Bot</c>).</summary>
    public static RobotsReading Standard { get; } = new(isGoogle: false);

    /// <summary>
    /// Google's: misspelt keys and longer ones that start like a key; a missing colon between two words; a token cut at its first
    /// odd character; an index page that is allowed opens its folder; percent-encoded letters are not the letters.
    /// </summary>
    public static RobotsReading Google { get; } = new(isGoogle: true);

    /// <summary>The file behind its byte order mark, of which Google passes over a part as well.</summary>
    internal ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes)
    {
        var mark = "\uFEFF"u8;
        var common = bytes.CommonPrefixLength(mark);
        return isGoogle || common == mark.Length ? bytes[common..] : bytes;
    }

    internal bool TryReadRecord(ReadOnlySpan<char> line, out Key key, out ReadOnlySpan<char> value)
    {
        key = Key.Other;
        value = default;
        line = isGoogle ? Cut(line) : line;
        var comment = line.IndexOf('#');
        line = (comment < 0 ? line : line[..comment]).Trim();
        var separator = line.IndexOf(':');
        if (separator < 0 && isGoogle)
            separator = BetweenTwoWords(line);
        if (separator <= 0)
            return false;
        key = KeyOf(line[..separator].Trim());
        value = line[(separator + 1)..].Trim();
        return true;
    }

    /// <summary>The token a group is for: <c>*</c>, or a name, of which a version behind a slash is no part.</summary>
    internal string ProductToken(ReadOnlySpan<char> value)
    {
        if (isGoogle)
            return value is "*" || (value.Length > 1 && value[0] == '*' && char.IsWhiteSpace(value[1])) ? Everybody : value[..LettersAt(value)].ToString();
        if (value.StartsWith(Everybody))
            return Everybody;
        var slash = value.IndexOf('/');
        return (slash < 0 ? value : value[..slash]).Trim().ToString();
    }

    /// <summary>The rules of an <c>Allow</c> or <c>Disallow</c> line; none where its pattern can match nothing.</summary>
    internal IEnumerable<RobotsRule> Rules(string pattern, bool allows)
    {
        if (!isGoogle)
        {
            if (PathPattern.TryParse(pattern, out var read))
                yield return new RobotsRule(read!, allows, PathText.CanonicalPattern(pattern).Length);
            yield break;
        }
        if (pattern.Length == 0 || pattern[0] is not ('/' or '*'))
            yield break;
        yield return GoogleRule(pattern, allows);
        var slash = pattern.LastIndexOf('/');
        if (allows && slash >= 0 && pattern.AsSpan(slash).StartsWith("/index.htm"))
            yield return GoogleRule(pattern[..(slash + 1)] + "$", allows);
    }

    /// <summary>A path as rules are held against it.</summary>
    internal string Path(string path) => isGoogle ? path : PathText.Canonical(path);

    static RobotsRule GoogleRule(string pattern, bool allows)
    {
        var spelled = PathText.EncodedPattern(pattern);
        return new RobotsRule(PathPattern.OfSpelled(spelled), allows, spelled.Length);
    }

    static ReadOnlySpan<char> Cut(ReadOnlySpan<char> line)
    {
        if (line.Length <= GoogleLineMax / 3) // no character takes more than three bytes
            return line;
        var bytes = Encoding.UTF8.GetBytes(line.ToString());
        return bytes.Length <= GoogleLineMax ? line : Encoding.UTF8.GetString(bytes, 0, GoogleLineMax);
    }

    static int BetweenTwoWords(ReadOnlySpan<char> line)
    {
        var blank = line.IndexOfAny(' ', '\t');
        return blank > 0 && !line[blank..].Trim().ContainsAny(' ', '\t') ? blank : -1;
    }

    static int LettersAt(ReadOnlySpan<char> value)
    {
        var length = 0;
        while (length < value.Length && (char.IsAsciiLetter(value[length]) || value[length] is '-' or '_'))
            length++;
        return length;
    }

    Key KeyOf(ReadOnlySpan<char> key)
    {
        if (isGoogle)
        {
            foreach (var (start, known) in GoogleKeys)
                if (key.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                    return known;
            return Key.Other;
        }
        for (var at = 1; at < Names.Length; at++)
            if (key.Equals(Names[at], StringComparison.OrdinalIgnoreCase))
                return (Key)at;
        return Key.Other;
    }
}
