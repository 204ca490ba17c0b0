using System.Globalization;

namespace Gardu.Agents.Undeclared;

/// <summary>A header by which a CDN says what it takes a client for.</summary>
/// <param name="Header">Its name.</param>
/// <param name="Holds">Which values say so.</param>
/// <param name="Sign">How sure.</param>
public sealed record CdnVerdict(string Header, Func<string, bool> Holds, Signs Sign);

/// <summary>
/// The verdict headers that are documented by those who send them. Cloudflare: "Available Managed Transforms", bot protection
/// headers (score 1 automated, 2 to 29 likely automated, 0 not computed). Tencent EdgeOne: "Get Bot management tag via
/// HTTP headers", member <c>behavior</c> of a JSON object. Their word is taken from trusted proxies alone.
/// </summary>
public static class CdnVerdicts
{
    const int ValueMax = 4096;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CdnVerdict> Every { get; } =
    [
        new("cf-bot-score", value => ScoreOf(value) == 1, Signs.CdnCertain),
        new("cf-bot-score", value => ScoreOf(value) is >= 2 and <= 29, Signs.CdnLikely),
        new("cf-verified-bot", value => value.Equals("true", StringComparison.OrdinalIgnoreCase), Signs.CdnCertain),
        new("EO-Bot-Tag", value => SaysBehaviour(value, "evil_bot"), Signs.CdnCertain),
        new("EO-Bot-Tag", value => SaysBehaviour(value, "suspect_bot"), Signs.CdnLikely),
    ];

    /// <summary>The headers to look at.</summary>
    public static IReadOnlyList<string> Headers { get; } = [.. Every.Select(verdict => verdict.Header).Distinct()];

    /// <summary>The sign in one header's value; the surer one where a value says both.</summary>
    public static Signs Of(string header, string value)
    {
        if (value.Length <= ValueMax)
            foreach (var verdict in Every)
                if (verdict.Header.Equals(header, StringComparison.OrdinalIgnoreCase) && verdict.Holds(value))
                    return verdict.Sign;
        return Signs.None;
    }

    static int ScoreOf(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var score) ? score : 0;

    /// <summary>Looks for <c>"behavior":"…"</c>, whatever blanks are between.</summary>
    static bool SaysBehaviour(string json, string behaviour)
    {
        const string member = "\"behavior\"";
        var at = json.IndexOf(member, StringComparison.Ordinal);
        var rest = at < 0 ? [] : json.AsSpan(at + member.Length).TrimStart();
        return rest.StartsWith(":") && rest[1..].TrimStart() is ['"', .. var value] && value.StartsWith(behaviour, StringComparison.Ordinal)
            && value.Length > behaviour.Length && value[behaviour.Length] == '"';
    }
}
