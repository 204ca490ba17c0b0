using System.Text;
using System.Text.Json;
using CsCheck;
using Gardu.Commerce.Metering;
using Gardu.Testing;

namespace Gardu.Commerce.Tests.Metering;

public sealed class RecordCounterPropertyTests
{
    static readonly Gen<string> Blank = Gen.OneOf("", "", "", " ", "\n", "\r\n\t  ");

    static readonly Gen<string> Name = Gen.OneOf("a", "b", "data", "id", "\\u0061", "\\u0062x", "é", "\\ud83d\\ude00", "😀", "", "0", "\\\\", "\\ud83d");

    static readonly Gen<string> Scalar = Gen.OneOf(
        Gen.OneOf("null", "true", "false", "0", "-1.5e+10", "123456789012345678901234567890", "\"\"", "\"a\"", "\"\\u0041\\n\"", "\"é日😀\"", "\"\\ud83d\\ude00\"", "\"[{,\\\"\""),
        Gen.Int.Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Int[0, 300].Select(length => $"\"{new string('x', length)}\""));

    static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => depth > 5
        ? Scalar
        : Gen.Frequency(
            (3, Scalar),
            (2, Gen.Select(Blank, inner).Array[0, 5].Select(Blank, (items, end) => $"[{string.Join(',', items.Select(item => item.Item1 + item.Item2 + item.Item1))}{end}]")),
            (3, Gen.Select(Blank, Name, inner).Array[0, 5].Select(Blank, (members, end) => $"{{{string.Join(',', members.Select(member => $"{member.Item1}\"{member.Item2}\"{member.Item1}:{member.Item1}{member.Item3}"))}{end}}}"))));

    static readonly Gen<string[]> Roots = Value.Array[1, 3];

    static readonly Gen<string> Steps = Gen.OneOf("[*]", "[*]", "[*]", "[0]", "[1]", ".a", ".b", ".data", ".id", ".é", ".😀", "['']", "['0']", "['\\\\']").Array[0, 4].Select(string.Concat);

    static readonly Gen<string> IdSteps = Gen.OneOf("", ".id", ".a", ".data.id", "[0]", "[1].id");

    [Fact]
    public void It_agrees_with_a_document_that_is_held_whole() =>
        Gen.Select(Roots, Steps, IdSteps, Gen.Int[4, 80], Gen.Int[1, 40].Array[1, 4]).Sample(
            (roots, steps, idSteps, size, pieces) =>
            {
                var body = Encoding.UTF8.GetBytes(string.Join('\n', roots));
                var records = roots.SelectMany(root => Picked([JsonDocument.Parse(root).RootElement], Records.Path("$" + steps))).ToArray();
                var ids = records.Select(record => Picked([record], Records.Path("$" + idSteps)).Select(IdOf).FirstOrDefault(id => id is not null)).ToArray();
                Records.Same(MeterResult.Of(records.Length), Records.Count(body, "$" + steps, null, size, pieces));
                Records.Same(MeterResult.Of(records.Length, ids), Records.Count(body, "$" + steps, "$" + steps + idSteps, size, pieces));
            },
            iter: 20_000);

    [Fact]
    public void Where_a_body_is_cut_changes_nothing() =>
        Roots.Sample(
            roots =>
            {
                var body = Encoding.UTF8.GetBytes("\uFEFF" + string.Join(' ', roots));
                var whole = Records.Count(body, "$[*]", "$[*].id");
                for (var cut = 1; cut < body.Length; cut += 1 + body.Length / 100)
                    Records.Same(whole, Records.Count(body, "$[*]", "$[*].id", Math.Max(4, cut), cut, int.MaxValue));
            },
            iter: 200);

    [Fact]
    public void Damaged_bodies_are_counted_or_told_of_alike_however_they_arrive() => Fuzz.Run(
        20_000,
        [
            "\uFEFF{\"data\":[{\"id\":\"\\u0041\\ud83d\\ude00\",\"t\":\"é日😀\"},{\"id\":-1.5e3},{\"id\":null}],\"n\":[[[]]]}\n"u8.ToArray(),
            "{\"id\":1,\"data\":[true,false,null]}\r\n{\"data\":{\"a\":[{}]}}\n"u8.ToArray(),
            "[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]"u8.ToArray(),
        ],
        body =>
        {
            foreach (var (records, ids) in new[] { ("$.data[*]", "$.data[*].id"), ("$", "$.id"), ("$[*][*]", "$[*][*]") })
            {
                var whole = Records.Count(body, records, ids);
                Assert.Equal(whole.IsCounted, whole.Problem is null);
                Assert.Equal(whole.IsCounted, whole.Ids is not null);
                if (whole.IsCounted)
                    Assert.Equal(whole.Count, whole.Ids!.Count);
                Records.Same(whole, Records.Count(body, records, ids, 4 + body.Length % 60, 1 + body.Length % 7, 3));
            }
        });

    /// <summary>The plain meaning of a path.</summary>
    static IEnumerable<JsonElement> Picked(IEnumerable<JsonElement> values, RecordPath path) =>
        path.Steps.Aggregate(values, (picked, step) => picked.SelectMany(value => Children(value, step)));

    static IEnumerable<JsonElement> Children(JsonElement value, RecordStep step) => (value.ValueKind, step.Kind) switch
    {
        (JsonValueKind.Object, RecordStepKind.Every) => value.EnumerateObject().Select(member => member.Value),
        (JsonValueKind.Array, RecordStepKind.Every) => value.EnumerateArray(),
        (JsonValueKind.Object, RecordStepKind.Name) => value.EnumerateObject().Where(member => NameOf(member) == Encoding.UTF8.GetString(step.Name)).Select(member => member.Value),
        (JsonValueKind.Array, RecordStepKind.Index) => value.EnumerateArray().Skip((int)step.Index).Take(1),
        _ => [],
    };

    /// <summary>Half a character is in no path.</summary>
    static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    static string? IdOf(JsonElement value) => value.ValueKind switch
    {
        _ when value.GetRawText().Length > 200 => value.ValueKind == JsonValueKind.String && value.GetRawText().Length - 2 <= RecordCounter.IdLengthMax ? value.GetString() : null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };
}
