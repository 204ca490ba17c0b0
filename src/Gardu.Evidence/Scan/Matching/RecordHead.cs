using System.Text;
using System.Text.Json;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>Reads from a record's head what the corpus calls it.</summary>
static class RecordHead
{
    /// <summary>Characters that are kept of either at the most.</summary>
    const int LengthMax = 2_000;

    /// <summary>Id and URL of a record, of a JSON object or of a WARC head; null for what is not there.</summary>
    public static (string? Id, string? Url) Read(ReadOnlySpan<byte> head) =>
        head.Length == 0 ? default : head.StartsWith("WARC/"u8) ? OfWarc(head) : OfJson(head);

    static (string? Id, string? Url) OfWarc(ReadOnlySpan<byte> head) => (Text(HeaderBlock.Value(head, "WARC-Record-ID"u8)), Text(HeaderBlock.Value(head, "WARC-Target-URI"u8)));

    static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : Cut(Encoding.UTF8.GetString(value));

    static (string? Id, string? Url) OfJson(ReadOnlySpan<byte> head)
    {
        string? id = null, url = null;
        var reader = new Utf8JsonReader(head);
        try
        {
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                var (isId, isUrl) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("url"u8));
                reader.Read();
                if (isId)
                    id ??= Value(ref reader);
                else if (isUrl)
                    url ??= Value(ref reader);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // What was read before stays good; whoever made the line has to say what it should be.
        }
        return (id, url);
    }

    static string? Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => Cut(reader.GetString()!),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        _ => null,
    };

    static string Cut(string value) => value.Length <= LengthMax ? value : value[..LengthMax];
}
