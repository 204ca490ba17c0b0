using System.Text.Json;
using Gardu.Protocols.Robots;

namespace Gardu.Protocols.Tdm;

/// <summary>
/// A <c>/.well-known/tdmrep.json</c> file (TDM Reservation Protocol, W3C Community Group Final Report of 2024-05-10, section 6.1):
/// an array of locations, of which the first that matches counts. An entry without a location, or whose reservation is neither
/// 0 nor 1, is passed over.
/// </summary>
public sealed class TdmReservations
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    TdmReservations(IReadOnlyList<TdmReservation> entries) => Entries = entries;

    /// <summary>The entries in their order.</summary>
    public IReadOnlyList<TdmReservation> Entries { get; }

    /// <summary>Reads a file; false for what is no JSON array.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> json, out TdmReservations? file)
    {
        file = null;
        if (json.Length > BytesMax)
            return false;
        if (json.Span.StartsWith("\uFEFF"u8))
            json = json[3..];
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
                file = new TdmReservations([.. document.RootElement.EnumerateArray().Select(Read).OfType<TdmReservation>()]);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return false; // no JSON, or text whose escapes are no Unicode
        }
        return file is not null;
    }

    /// <summary>The entry that counts for a path and query as sent; null where none speaks of it.</summary>
    public TdmReservation? Find(string path)
    {
        var canonical = PathText.Canonical(path);
        return Entries.FirstOrDefault(entry => entry.Location.IsMatch(canonical));
    }

    static TdmReservation? Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("location", out var location) || location.ValueKind != JsonValueKind.String
            || !PathPattern.TryParse(location.GetString()!, out var pattern)) // a string has text
            return null;
        return !entry.TryGetProperty("tdm-reservation", out var reserved) || reserved.ValueKind != JsonValueKind.Number || !reserved.TryGetInt32(out var value) || value is not (0 or 1)
            ? null
            : new TdmReservation(pattern!, value == 1, entry.TryGetProperty("tdm-policy", out var policy) && policy.ValueKind == JsonValueKind.String ? policy.GetString() : null);
    }
}

/// <summary>What is reserved under a location.</summary>
/// <param name="Location">The paths, as a pattern of robots.txt.</param>
/// <param name="IsReserved">Whether the rights of text and data mining are reserved.</param>
/// <param name="Policy">Where the terms are; null for none.</param>
public sealed record TdmReservation(PathPattern Location, bool IsReserved, string? Policy);
