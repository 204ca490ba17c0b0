using System.Globalization;
using System.Text;

namespace Gardu.Commerce.Metering;

/// <summary>
/// Where the records of a JSON answer are: a subset of JSONPath (RFC 9535) that can be followed in one pass: <c>$</c>, <c>.name</c>,
/// <c>['name']</c>, <c>["name"]</c>, <c>[N]</c> and <c>[*]</c>. As in the RFC, <c>[*]</c> takes an array's elements and an object's members alike.
/// </summary>
public sealed class RecordPath : IEquatable<RecordPath>
{
    /// <summary>Longest text of a path, in UTF-16 characters.</summary>
    public const int LengthMax = 512;

    /// <summary>Most steps of a path.</summary>
    public const int StepsMax = 32;

    readonly string text;

    internal RecordPath(IReadOnlyList<RecordStep> steps)
    {
        Steps = steps;
        text = Write(steps);
    }

    internal IReadOnlyList<RecordStep> Steps { get; }

    /// <summary>Reads a path; <paramref name="error"/> says in words what is wrong.</summary>
    public static bool TryParse(string text, out RecordPath? path, out string? error)
    {
        path = new RecordPathReader(text).Read(out error) is { } steps ? new RecordPath(steps) : null;
        return path is not null;
    }

    /// <summary>The shortest text of the path, which is the same for equal paths and never longer than what was read: <c>$.data[*]</c>.</summary>
    public override string ToString() => text;

    /// <inheritdoc/>
    public bool Equals(RecordPath? other) => other is not null && text == other.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RecordPath);

    /// <inheritdoc/>
    public override int GetHashCode() => text.GetHashCode(StringComparison.Ordinal);

    static string Write(IReadOnlyList<RecordStep> steps)
    {
        var written = new StringBuilder("$");
        foreach (var step in steps)
        {
            if (step.Kind == RecordStepKind.Every)
                written.Append("[*]");
            else if (step.Kind == RecordStepKind.Index)
                written.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
            else
                WriteName(written, Encoding.UTF8.GetString(step.Name));
        }
        return written.ToString();
    }

    static void WriteName(StringBuilder written, string name)
    {
        if (RecordPathReader.IsShorthand(name))
        {
            written.Append('.').Append(name);
            return;
        }
        // The quotes that need fewer escapes.
        var quote = name.Count(sign => sign == '\'') > name.Count(sign => sign == '"') ? '"' : '\'';
        written.Append('[').Append(quote);
        foreach (var sign in name)
        {
            _ = sign switch
            {
                '\b' => written.Append("\\b"),
                '\t' => written.Append("\\t"),
                '\n' => written.Append("\\n"),
                '\f' => written.Append("\\f"),
                '\r' => written.Append("\\r"),
                '\\' => written.Append("\\\\"),
                < ' ' => written.Append(CultureInfo.InvariantCulture, $"\\u{(int)sign:x4}"),
                _ when sign == quote => written.Append('\\').Append(quote),
                _ => written.Append(sign),
            };
        }
        written.Append(quote).Append(']');
    }
}
