using System.Text;
using System.Text.Json.Serialization;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>A page of a site as it was had.</summary>
/// <param name="Url">Where it is published; also what it is called.</param>
/// <param name="ContentType">Its media type with a charset, as the site says it; empty where it does not, which is taken for HTML.</param>
/// <param name="Octets">Its content, unpacked.</param>
public sealed record SitePage(string Url, string ContentType, ReadOnlyMemory<byte> Octets)
{
    /// <summary>The title that the page was listed with; null where there was none, as with all that follow.</summary>
    public string? Title { get; init; }

    /// <summary>Who the listing says wrote it.</summary>
    public string? Author { get; init; }

    /// <summary>When the listing says it was published.</summary>
    public string? Date { get; init; }

    /// <summary>Whether it is a text by what the site says.</summary>
    public bool IsText => Kind is not null;

    internal TextKind? Kind => TextKinds.OfMedia(Encoding.UTF8.GetBytes(ContentType), ifNone: TextKind.Html);

    /// <summary>What it was listed with, as the head of a record.</summary>
    internal PageHead Head => new(Url, Url, Title, Author, Date);
}

/// <summary>What a record's head says of a page.</summary>
sealed record PageHead(string Id, string Url, string? Title, string? Author, string? Date);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PageHead))]
sealed partial class PageHeadJson : JsonSerializerContext;
