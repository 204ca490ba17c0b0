namespace Gardu.Reports.Logs;

/// <summary>One way to write a request on a line.</summary>
abstract class LogFormat
{
    /// <summary>As <c>--format</c> and the report call it.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Reads a line without its line end. False, with the line unchanged, for what is not in this format. Escapes are
    /// undone in place, so a line that has been read cannot be read again.
    /// </summary>
    public abstract bool TryRead(Span<byte> line, ref LogEntry entry);
}
