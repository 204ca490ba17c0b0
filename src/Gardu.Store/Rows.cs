using System.Data.Common;

namespace Gardu.Store;

/// <summary>Values of columns that may be empty, and lists in one.</summary>
static class Rows
{
    /// <summary>A time; null where there is none.</summary>
    public static DateTimeOffset? Time(DbDataReader row, int at) => row.IsDBNull(at) ? null : UsageRows.Time(row.GetInt64(at));

    /// <summary>What stands for a time.</summary>
    public static object? Micros(DateTimeOffset? time) => time is { } known ? UsageRows.Micros(known) : null;

    /// <summary>A text; null where there is none.</summary>
    public static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    /// <summary>Names with a line feed between.</summary>
    public static string[] List(DbDataReader row, int at) => row.GetString(at).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What stands for names.</summary>
    public static string List(IEnumerable<string> names) => string.Join('\n', names);
}
