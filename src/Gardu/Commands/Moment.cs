using System.Globalization;

namespace Gardu.Commands;

/// <summary>Times on the command line, UTC.</summary>
static class Moment
{
    static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mmZ", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ"];

    /// <summary>Reads a time, a day as its beginning.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new UsageException($"\"{text}\" is neither a day such as 2026-11-25 nor a time such as 2026-11-25T09:30Z");
}
