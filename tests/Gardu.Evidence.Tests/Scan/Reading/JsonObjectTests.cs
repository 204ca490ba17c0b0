using System.Text;
using System.Text.Json;
using CsCheck;
using Gardu.Evidence.Scan.Reading;
using Gardu.Testing;

namespace Gardu.Evidence.Tests.Scan.Reading;

public sealed class JsonObjectTests
{
    static readonly Gen<string> Blank = Gen.OneOf("", "", " ", "\t", "\r\n  ");

    static readonly Gen<string> Text = Gen.OneOf("", "a", "text", "\\\"", "\\\\", "\\\\\\\"", "\\u0041", "\\n", "é", "世界", "{", "}", "[", "]", ":", ",", " ", "\\/")
        .Array[0, 40].Select(parts => $"\"{string.Concat(parts)}\"");

    static readonly Gen<string> Name = Gen.OneOf(Gen.OneOf("\"text\"", "\"t\\u0065xt\"", "\"body\"", "\"\"", "\"tex\"", "\"text2\""), Text);

    static readonly Gen<string> Value = Gen.Recursive<string>((depth, value) => depth > 4
        ? Text
        : Gen.OneOf(
            Text,
            Gen.OneOf("0", "-1.5e+3", "true", "false", "null"),
            value.Array[0, 4].Select(Blank, (values, blank) => $"[{blank}{string.Join(blank + "," + blank, values)}{blank}]"),
            Object(value)));

    static Gen<string> Object(Gen<string> value) =>
        Gen.Select(Name, value, Blank, (name, of, blank) => $"{blank}{name}{blank}:{blank}{of}{blank}").Array[0, 6].Select(members => $"{{{string.Join(',', members)}}}");

    [Fact]
    public void An_object_is_read_as_the_library_reads_it() =>
        Gen.Select(Blank, Object(Value), Blank, (before, json, behind) => before + json + behind).Sample(json => Assert.Equal(Expected(Encoding.UTF8.GetBytes(json)), Found(Encoding.UTF8.GetBytes(json))), iter: 20_000);

    [Fact]
    public void What_the_library_takes_is_read_alike_whatever_it_is() => Fuzz.Run(
        20_000,
        [.. "{\"text\":\"a\\\"b\",\"n\":[1,{\"text\":\"}\"}],\"x\":null}|{}|{\"t\\u0065xt\":\"\\\\\"}|{\"a\":{\"b\":\"[\"},\"text\":-1.5e3}".Split('|').Select(Encoding.UTF8.GetBytes)],
        input =>
        {
            var found = Found(input);
            try
            {
                Assert.Equal(Expected(input), found);
            }
            catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
            {
                // Whatever was found then, it was found inside.
            }
        });

    [Fact]
    public void Where_a_value_ends_does_not_depend_on_the_pieces_it_comes_in() => Gen.Select(Object(Value), Gen.Int[1, 20]).Sample((json, size) =>
    {
        var octets = Encoding.UTF8.GetBytes(json + "}\"]");
        var end = new JsonEnd();
        for (var at = 0; at < octets.Length; at += size)
        {
            if (end.Find(octets.AsSpan(at, Math.Min(size, octets.Length - at))) is var found and >= 0)
            {
                Assert.Equal(octets.Length - 3, at + found);
                return;
            }
        }
        Assert.Fail("no end was found");
    });

    /// <summary>The first member called "text", where it is a string, as it stands there.</summary>
    static (bool IsObject, string? Text) Found(ReadOnlySpan<byte> octets)
    {
        var members = new JsonObject(octets);
        var (isFound, text) = (false, (string?)null);
        while (members.Next())
        {
            if (!isFound && members.IsNamed("text"u8))
                (isFound, text) = (true, members.IsString ? Encoding.UTF8.GetString(octets.Slice(members.ValueAt, members.ValueLength)) : null);
        }
        return members.Fault is null ? (true, text) : (false, null);
    }

    static (bool IsObject, string? Text) Expected(ReadOnlySpan<byte> octets)
    {
        var reader = new Utf8JsonReader(octets, new JsonReaderOptions { MaxDepth = 1000 });
        var (isFound, text) = (false, (string?)null);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isText = !isFound && reader.ValueTextEquals("text"u8);
            reader.Read();
            if (isText)
                (isFound, text) = (true, reader.TokenType == JsonTokenType.String ? Encoding.UTF8.GetString(reader.ValueSpan) : null);
            reader.Skip();
        }
        while (reader.Read()) { }
        return (true, text);
    }
}
