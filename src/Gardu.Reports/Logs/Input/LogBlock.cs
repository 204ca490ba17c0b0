using Gardu.Reports.Logs.Formats;

namespace Gardu.Reports.Logs.Input;

/// <summary>A stretch of whole lines, as handed to a worker. Its worker keeps it and has it filled again.</summary>
sealed class LogBlock
{
    /// <summary>Bytes of a block: small enough to stay in a core's own cache between reading and parsing.</summary>
    public const int Size = 256 * 1024;

    /// <summary>Room for the lines; <see cref="LogEntry.LineBytesMax"/> more than a block, for the line begun in the one before.</summary>
    public byte[] Buffer { get; } = new byte[Size + LogEntry.LineBytesMax];

    /// <summary>Bytes in use.</summary>
    public int Length { get; set; }

    /// <summary>Counted over the whole run, from 0: what is found in a lower block was written earlier.</summary>
    public long Number { get; set; }

    /// <summary>The format that the file's first lines are in; null where only named fields count and none are named yet.</summary>
    public LogFormat? Format { get; set; }

    /// <summary>The fields that the last <c>#Fields:</c> line before this block named.</summary>
    public W3cFormat? Fields { get; set; }

    /// <summary>Starts of lines that began in this block and are too long to be kept, or that a broken file ends in.</summary>
    public List<byte[]> Unreadable { get; } = [];
}
