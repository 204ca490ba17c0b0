using System.Globalization;

namespace Gardu.Reports.Rendering;

/// <summary>Figures as people read them, in English.</summary>
public static class Figures
{
    static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>A number with its thousands apart.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A size in decimal units.</summary>
    public static string Size(long bytes)
    {
        double size = bytes;
        var unit = 0;
        for (; size >= 999.5 && unit < Units.Length - 1; unit++)
            size /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{size.ToString(unit == 0 || size >= 99.95 ? "0" : "0.0", CultureInfo.InvariantCulture)} {Units[unit]}");
    }

    /// <summary>A part of a whole: <c>12.3%</c>; never 0% of something or 100% of less than all.</summary>
    public static string Share(long part, long whole)
    {
        if (part == 0 || whole == 0)
            return "0%";
        if (part == whole)
            return "100%";
        var percent = 100.0 * part / whole;
        return percent < 0.05 ? "<0.1%" : percent > 99.95 ? ">99.9%" : percent.ToString("0.0", CultureInfo.InvariantCulture) + "%";
    }

    /// <summary>A day or a moment, UTC.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A number with what it counts: <c>1 line</c>, <c>2,000 lines</c>.</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>How many requests for one visitor.</summary>
    public static string Ratio(double? ratio) => ratio switch
    {
        null => "nobody came",
        0 => "took nothing",
        >= 10 => Count((long)Math.Round(ratio.Value)) + " : 1",
        _ => ratio.Value.ToString("0.0#", CultureInfo.InvariantCulture) + " : 1",
    };
}
