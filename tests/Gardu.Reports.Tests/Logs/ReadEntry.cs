using System.Text;
using Gardu.Reports.Logs;

namespace Gardu.Reports.Tests.Logs;

/// <summary>An entry that outlives its line.</summary>
sealed record ReadEntry
{
    public string Address { get; init; } = "";
    public string Host { get; init; } = "";
    public string Method { get; init; } = "";
    public string Target { get; init; } = "";
    public string Referrer { get; init; } = "";
    public string UserAgent { get; init; } = "";
    public DateTimeOffset Time { get; init; }
    public int Status { get; init; }
    public long Bytes { get; init; }

    /// <summary>Reads a line; null where it is not in the format, and then the line must be unchanged.</summary>
    public static ReadEntry? From(LogFormat format, byte[] line)
    {
        var copy = (byte[])line.Clone();
        var entry = new LogEntry { Scratch = new byte[LogEntry.LineBytesMax] };
        if (!format.TryRead(copy, ref entry))
        {
            Assert.Equal(line, copy);
            return null;
        }
        return new ReadEntry
        {
            Address = Encoding.UTF8.GetString(entry.Address),
            Host = Encoding.UTF8.GetString(entry.Host),
            Method = Encoding.UTF8.GetString(entry.Method),
            Target = Encoding.UTF8.GetString(entry.Target),
            Referrer = Encoding.UTF8.GetString(entry.Referrer),
            UserAgent = Encoding.UTF8.GetString(entry.UserAgent),
            Time = DateTimeOffset.FromUnixTimeMilliseconds(entry.Time),
            Status = entry.Status,
            Bytes = entry.Bytes,
        };
    }

    public static ReadEntry? From(LogFormat format, string line) => From(format, Encoding.UTF8.GetBytes(line));
}
