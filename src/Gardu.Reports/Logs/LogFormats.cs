using Gardu.Reports.Logs.Formats;

namespace Gardu.Reports.Logs;

/// <summary>The formats that are known.</summary>
public static class LogFormats
{
    /// <summary>Names that <c>--format</c> takes, besides a <c>log_format</c> string.</summary>
    public static IReadOnlyList<string> Names { get; } = ["common", "combined", "vhost", "json", "w3c", "cloudfront", "alb"];

    /// <summary>What is tried on a line of unknown format, the likeliest first; W3C extended comes in when a file names its fields.</summary>
    internal static LogFormat[] Detectable { get; } = [ClfFormat.Any, JsonFormat.Instance, AlbFormat.Instance];

    /// <summary>Reads what <c>--format</c> says: a name, or a <c>log_format</c> string, which has a <c>$</c>.</summary>
    public static bool TryParse(string text, out LogFormatChoice? choice, out string? error)
    {
        (choice, error) = (null, null);
        if (text.Contains('$'))
        {
            if (NginxFormat.TryParse(text, out var nginx, out error))
                choice = new LogFormatChoice(nginx);
            return choice is not null;
        }
        choice = text.ToLowerInvariant() switch
        {
            "common" => new LogFormatChoice(ClfFormat.Common),
            "combined" => new LogFormatChoice(ClfFormat.Combined),
            "vhost" => new LogFormatChoice(ClfFormat.VirtualHost),
            "json" => new LogFormatChoice(JsonFormat.Instance),
            "alb" => new LogFormatChoice(AlbFormat.Instance),
            "w3c" or "cloudfront" => new LogFormatChoice(null),
            _ => null,
        };
        if (choice is null)
            error = $"no log format \"{text}\"; known are {string.Join(", ", Names)}, or nginx's log_format string in quotes";
        return choice is not null;
    }
}

/// <summary>A format that the owner has named, so that nothing is guessed.</summary>
public sealed class LogFormatChoice
{
    internal LogFormatChoice(LogFormat? format) => Format = format;

    /// <summary>Null for W3C extended, whose fields each file names.</summary>
    internal LogFormat? Format { get; }
}
