using System.Globalization;
using System.Text;

namespace Gardu.Verify;

/// <summary>Texts of strangers, as a terminal may see them: cut, and without what would move its cursor or turn its lines around.</summary>
static class Shown
{
    const int LengthMax = 200;

    public static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, LengthMax)))
        {
            if (char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else
                shown.Append(letter);
        }
        return text.Length > LengthMax ? shown.Append('…').ToString() : shown.ToString();
    }

    /// <summary>A time in UTC, to the microsecond where it has some.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
