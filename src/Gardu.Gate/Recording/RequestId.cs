using System.Globalization;

namespace Gardu.Gate.Recording;

/// <summary>The name of one machine request, as <c>Gardu-Request</c> carries it: <c>req_</c> and 32 hexadecimal digits of a UUIDv7.</summary>
/// <param name="Value">A UUIDv7 (RFC 9562 section 5.7), so that ids sort by time.</param>
public readonly record struct RequestId(Guid Value)
{
    /// <summary>A new id.</summary>
    public static RequestId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"req_{Value:N}");
}
