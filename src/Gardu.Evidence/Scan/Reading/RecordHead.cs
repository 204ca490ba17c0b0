using System.Text;
using System.Text.Json;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>What a record's head, a JSON object or a WARC head, says of it; null for what is not there or empty. Of two members of one name the first holds.</summary>
sealed record RecordHead
{
    static readonly RecordHead None = new();

    public string? Id { get; init; }

    public string? Url { get; init; }

    public string? Title { get; init; }

    public string? Author { get; init; }

    public string? Date { get; init; }

    public string? Licence { get; init; }

    public string? Language { get; init; }

    public static RecordHead Of(ReadOnlySpan<byte> head) => head.IsEmpty ? None : head.StartsWith("WARC/"u8) ? OfWarc(head) : OfJson(head);

    static RecordHead OfWarc(ReadOnlySpan<byte> head) => new() { Id = Text(HeaderBlock.Value(head, "WARC-Record-ID"u8)), Url = Text(HeaderBlock.Value(head, "WARC-Target-URI"u8)) };

    static string? Text(ReadOnlySpan<byte> value) => value.IsEmpty ? null : Encoding.UTF8.GetString(value);

    static RecordHead OfJson(ReadOnlySpan<byte> head)
    {
        var known = None;
        var reader = new Utf8JsonReader(head);
        try
        {
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
            {
                var name = reader.ValueSpan.Length <= 16 && !reader.ValueIsEscaped ? Encoding.UTF8.GetString(reader.ValueSpan) : "";
                reader.Read();
                known = known.With(name, ref reader);
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // What was read before stays good; whoever made the line has to say what it should be.
        }
        return known;
    }

    RecordHead With(string name, ref Utf8JsonReader reader) => name switch
    {
        "id" when Id is null => this with { Id = Value(ref reader) },
        "url" when Url is null => this with { Url = Value(ref reader) },
        "title" when Title is null => this with { Title = Value(ref reader) },
        "author" when Author is null => this with { Author = Value(ref reader) },
        "date" when Date is null => this with { Date = Value(ref reader) },
        "licence" or "license" when Licence is null => this with { Licence = Value(ref reader) },
        "language" or "lang" when Language is null => this with { Language = Value(ref reader) },
        _ => this,
    };

    static string? Value(ref Utf8JsonReader reader)
    {
        try
        {
            var value = reader.TokenType switch { JsonTokenType.String => reader.GetString(), JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan), _ => null };
            return string.IsNullOrWhiteSpace(value) ? null : value;
        }
        catch (InvalidOperationException)
        {
            return null; // half a letter, such as \ud800
        }
    }
}
