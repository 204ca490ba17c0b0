using System.Text.RegularExpressions;

namespace Gardu.Configuration;

/// <summary>Values as they are written into YAML.</summary>
static partial class YamlText
{
    /// <summary>A text on one line: plain where it can be taken for nothing else, in single quotes otherwise.</summary>
    public static string Quoted(string text) => Plain().IsMatch(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex("^([A-Za-z][A-Za-z0-9._-]*|https?://[A-Za-z0-9.:-]+/?)\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
