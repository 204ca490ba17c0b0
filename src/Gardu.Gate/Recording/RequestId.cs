using System.Globalization;

namespace Gardu.Gate.Recording;

/// <summary>The name of one machine request, as <c>Gardu-Request</c> carries it: <c>req_</c> and 32 hexadecimal digits of a UUIDv7.</summary>
/// <param name="Value">A UUIDv7 (RFC 9562 section 5.7), so that ids sort by time.</param>
public readonly record struct RequestId(Guid Value)
{
    const string Prefix = "req_";

    /// <summary>A new id.</summary>
    public static RequestId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Reads an id as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse(string text, out RequestId id)
    {
        var parsed = Guid.TryParseExact(text.StartsWith(Prefix, StringComparison.Ordinal) ? text.AsSpan(Prefix.Length) : [], "N", out var value);
        id = new RequestId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Value:N}");
}
