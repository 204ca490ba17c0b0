using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ScanBench;

/// <summary>Makes of a passage what somebody else would have of it.</summary>
static partial class Disguise
{
    /// <summary>Of a hundred words so many are changed.</summary>
    public static readonly int[] Levels = [0, 5, 10, 20, 30];

    /// <summary>The ways in which a passage is as it was and looks another.</summary>
    public static readonly string[] Kinds = ["re-wrapped", "re-cased", "re-quoted", "HTML", "JSON in JSON", "homoglyphs", "accents"];

    const int LineLength = 60;

    const string Alike = "aаeеoоcсpрxхyуiіAАEЕOОCСPРBВHНKКMМTТ"; // each ASCII letter with its Cyrillic look-alike

    const string Accented = "aáeéiíoóuúnñcç";

    const char CombiningDiaeresis = '\u0308';

    /// <summary>A passage with words changed: of those changed half are replaced, a quarter left out, a quarter have another behind them.</summary>
    public static string Edited(string text, int inHundred, IReadOnlyList<string> others, Prng random) =>
        Edited([.. Word().Matches(text).Select(match => match.Value)], inHundred, others, " ", random).Trim();

    /// <summary>The same with letters, for scripts that have no blanks between words.</summary>
    public static string EditedLetters(string text, int inHundred, IReadOnlyList<string> others, Prng random) => Edited([.. text.Select(letter => letter.ToString())], inHundred, others, "", random);

    static string Edited(string[] words, int inHundred, IReadOnlyList<string> others, string blank, Prng random)
    {
        var places = Enumerable.Range(0, words.Length).ToArray();
        random.Shuffle(places);
        for (var i = 0; i < words.Length * inHundred / 100; i++)
        {
            var word = words[places[i]].TrimEnd();
            var blanks = words[places[i]][word.Length..];
            words[places[i]] = (i % 4) switch
            {
                2 => "",
                3 => word + blank + random.Of(others) + blanks,
                _ => random.Of(others) + blanks,
            };
        }
        return string.Concat(words);
    }

    /// <summary>A passage that is as it was but for how it is written.</summary>
    public static string As(string kind, string text, Prng random) => kind switch
    {
        "re-wrapped" => Wrapped(text),
        "re-cased" => text.ToUpperInvariant(),
        "re-quoted" => Quoted(text),
        "HTML" => Page(text),
        "JSON in JSON" => JsonEscaped(text),
        "homoglyphs" => Replaced(text, Alike, 3, random),
        _ => Replaced(text, Accented, 4, random),
    };

    static string Wrapped(string text)
    {
        var (wrapped, line) = (new StringBuilder(), 0);
        foreach (Match word in Word().Matches(text))
        {
            wrapped.Append(word.Value.TrimEnd());
            line += word.Length;
            wrapped.Append(line > LineLength ? "\r\n\t" : "  ");
            if (line > LineLength)
                line = 0;
        }
        return wrapped.ToString().Trim();
    }

    static string Quoted(string text)
    {
        var quoted = text.Replace("'", "’", StringComparison.Ordinal).Replace("-", "–", StringComparison.Ordinal).Replace("...", "…", StringComparison.Ordinal).Replace(", ", " — ", StringComparison.Ordinal);
        var isOpen = false;
        quoted = string.Concat(quoted.Select(c => c == '"' ? (isOpen = !isOpen) ? '“' : '”' : c));
        return EachWord(quoted, 15, word => $"«{word}»");
    }

    static string Page(string text) =>
        EachWord(EachWord(WebUtility.HtmlEncode(text), 12, word => $"<b class=\"strong\">{word}</b>"), 17, word => $"<a href=\"https://other.example/?q=1&amp;r=2\">{word}</a>&nbsp;").Replace("\n\n", "</p>\n<p>", StringComparison.Ordinal);

    static string JsonEscaped(string text)
    {
        var escaped = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            _ = text[i] switch
            {
                '"' or '\\' => escaped.Append('\\').Append(text[i]),
                '/' => escaped.Append("\\/"),
                '\n' => escaped.Append("\\n"),
                _ when i % 11 == 0 || text[i] > '~' => escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}"),
                _ => escaped.Append(text[i]),
            };
        return escaped.ToString();
    }

    /// <summary>One in so many of the letters that stand first in a pair becomes the second of it, or gets a mark.</summary>
    static string Replaced(string text, string pairs, int oneIn, Prng random)
    {
        var replaced = new StringBuilder();
        foreach (var c in text)
        {
            var at = pairs.IndexOf(c, StringComparison.Ordinal);
            if (at < 0 || at % 2 == 1 || random.Below(oneIn) > 0)
                replaced.Append(c);
            else if (pairs == Accented && random.Below(2) == 0)
                replaced.Append(c).Append(CombiningDiaeresis);
            else
                replaced.Append(pairs[at + 1]);
        }
        return replaced.ToString();
    }

    static string EachWord(string text, int oneIn, Func<string, string> by)
    {
        var number = 0;
        return Word().Replace(text, match => ++number % oneIn > 0 || match.Value.Contains('<', StringComparison.Ordinal) ? match.Value : by(match.Value.TrimEnd()) + match.Value[match.Value.TrimEnd().Length..]);
    }

    [GeneratedRegex(@"\S+\s*")]
    private static partial Regex Word();
}
