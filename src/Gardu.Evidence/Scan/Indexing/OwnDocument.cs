using System.Text.Json.Serialization;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>What is known of a document of the owner's besides its text.</summary>
public sealed record OwnDocument
{
    /// <summary>What the owner calls it; unique in an index.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is published; null where that is not known, as with all that follow.</summary>
    public string? Url { get; init; }

    /// <summary>Its title.</summary>
    public string? Title { get; init; }

    /// <summary>Who wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>When it was published, as the owner writes it, a date of ISO 8601 at best.</summary>
    public string? Date { get; init; }

    /// <summary>Under what it may be used, in the owner's own word, such as <c>opted-out-2023</c>.</summary>
    public string? Licence { get; init; }

    /// <summary>The language it is in, a tag of BCP 47 at best.</summary>
    public string? Language { get; init; }

    /// <summary>The file that it was read from.</summary>
    public string? Source { get; init; }

    /// <summary>The SHA-256 of its text as it was indexed, in hexadecimal.</summary>
    public required string Sha256 { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OwnDocument))]
sealed partial class OwnDocumentJson : JsonSerializerContext;
