using System.Text;
using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Logs.Formats;

/// <summary>
/// A <c>log_format</c> string of nginx's: text with variables between. A variable's value ends where the text behind it
/// first stands.
/// </summary>
sealed class NginxFormat : LogFormat
{
    readonly byte[] start;
    readonly Part[] parts;

    NginxFormat(byte[] start, Part[] parts) => (this.start, this.parts) = (start, parts);

    /// <summary>A variable and the text behind it.</summary>
    readonly record struct Part(LogField Field, byte Rank, byte[] Behind);

    /// <inheritdoc/>
    public override string Name => "log_format";

    /// <summary>
    /// Reads the string, as one text or in the quoted pieces of a configuration file. <paramref name="error"/> says what
    /// is wrong with it.
    /// </summary>
    public static bool TryParse(string text, out NginxFormat? format, out string? error)
    {
        (format, error) = (null, null);
        var plain = WithoutQuotedPieces(text);
        var first = plain.IndexOf('$');
        if (first < 0)
        {
            error = "a log_format has variables such as $remote_addr";
            return false;
        }
        var parts = new List<Part>();
        for (var at = first; at < plain.Length;)
        {
            var nameEnd = at + 1;
            var braced = nameEnd < plain.Length && plain[nameEnd] == '{';
            if (braced)
                nameEnd++;
            var nameStart = nameEnd;
            while (nameEnd < plain.Length && (char.IsAsciiLetterOrDigit(plain[nameEnd]) || plain[nameEnd] == '_'))
                nameEnd++;
            var name = plain[nameStart..nameEnd];
            if (braced && nameEnd < plain.Length && plain[nameEnd] == '}')
                nameEnd++;
            var next = plain.IndexOf('$', nameEnd);
            var behind = plain[nameEnd..(next < 0 ? plain.Length : next)];
            if (behind.Length == 0 && next >= 0)
            {
                error = $"nothing stands between ${name} and the variable behind it, so the two cannot be told apart";
                return false;
            }
            parts.Add(new Part(FieldTable.Nginx.Find(Encoding.UTF8.GetBytes(name), out var rank), rank, Encoding.UTF8.GetBytes(behind)));
            at = next < 0 ? plain.Length : next;
        }
        error = Missing(parts);
        if (error is null)
            format = new NginxFormat(Encoding.UTF8.GetBytes(plain[..first]), [.. parts]);
        return error is null;
    }

    /// <inheritdoc/>
    public override bool TryRead(Span<byte> line, ref LogEntry entry)
    {
        if (!line.StartsWith(start))
            return false;
        var slices = new FieldSlices();
        var at = start.Length;
        foreach (var part in parts)
        {
            var length = part.Behind.Length == 0 ? line.Length - at : Find(line[at..], part.Behind);
            if (length < 0)
                return false;
            if (part.Field != LogField.None)
                slices.Set(part.Field, part.Rank, at, length);
            at += length + part.Behind.Length;
        }
        return at == line.Length && EntryAssembler.TryAssemble(line, slices, EscapeStyle.Backslash, ref entry);
    }

    static int Find(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> behind)
    {
        if (behind[0] != '"')
            return rest.IndexOf(behind);
        var length = Quoted.Length(rest);
        return length >= 0 && rest[length..].StartsWith(behind) ? length : -1;
    }

    static string? Missing(List<Part> parts)
    {
        bool Has(LogField field) => parts.Exists(part => part.Field == field);
        return !Has(LogField.Time) ? "the log_format has no time: $time_local, $time_iso8601 or $msec"
            : !Has(LogField.Request) && !Has(LogField.Target) ? "the log_format has neither $request nor $request_uri"
            : !Has(LogField.Status) ? "the log_format has no $status"
            : null;
    }

    /// <summary>In a configuration file the string stands in pieces, <c>'…' '…'</c>, perhaps on several lines.</summary>
    static string WithoutQuotedPieces(string text)
    {
        var trimmed = text.Trim().TrimEnd(';').TrimEnd();
        if (!trimmed.StartsWith('\'') || !trimmed.EndsWith('\'') || trimmed.Length < 2)
            return text;
        return string.Concat(trimmed.Split('\'').Where((_, place) => place % 2 == 1));
    }
}
