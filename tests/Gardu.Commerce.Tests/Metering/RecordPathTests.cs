using CsCheck;
using Gardu.Commerce.Metering;
using Gardu.Testing;

namespace Gardu.Commerce.Tests.Metering;

public sealed class RecordPathTests
{
    static RecordPath? Parse(string text) => RecordPath.TryParse(text, out var path, out _) ? path : null;

    [Theory]
    [InlineData("$", "$")]
    [InlineData("$.data[*]", "$.data[*]")]
    [InlineData("$['data'][*]", "$.data[*]")]
    [InlineData("$[\"data\"][0].items", "$.data[0].items")]
    [InlineData("$ .a [ 'b' ]\t[ 12 ]\n[ * ]", "$.a.b[12][*]")]
    [InlineData("$._a1.ä.日本.😀", "$._a1.ä.日本.😀")]
    [InlineData("$['']", "$['']")]
    [InlineData("$['1a']['a-b']['*']", "$['1a']['a-b']['*']")]
    [InlineData("$['\\u0041\\/\\uD83D\\ude00']", "$['A/😀']")]
    [InlineData("$['\\ud83d\\ude00']", "$.😀")]
    [InlineData("$[\"it's\"]", "$[\"it's\"]")]
    [InlineData("$['it\\'s']", "$[\"it's\"]")]
    [InlineData("$['\"\\'']", "$['\"\\'']")]
    [InlineData("$['\\b\\t\\n\\f\\r\\\\\\u0001']", "$['\\b\\t\\n\\f\\r\\\\\\u0001']")]
    [InlineData("$[9007199254740991]", "$[9007199254740991]")]
    public void A_path_is_read_and_written_in_its_shortest_form(string text, string written)
    {
        Assert.Equal(written, Parse(text)!.ToString());
        Assert.Equal(Parse(text), Parse(written));
        Assert.Equal(Parse(text)!.GetHashCode(), Parse(written)!.GetHashCode());
    }

    [Theory]
    [InlineData("", "is missing")]
    [InlineData("data", "does not begin with \"$\"")]
    [InlineData("@.data", "does not begin with \"$\"")]
    [InlineData(" $", "does not begin with \"$\"")]
    [InlineData("$ ", "\".\" or \"[\" is expected")]
    [InlineData("$data", "\".\" or \"[\" is expected")]
    [InlineData("$..data", "\"..\" is not supported")]
    [InlineData("$.*", "write \"[*]\"")]
    [InlineData("$.", "a name is expected")]
    [InlineData("$. a", "a name is expected")]
    [InlineData("$.1a", "written ['...']")]
    [InlineData("$.a-b", "at character 4")]
    [InlineData("$[", "is expected behind \"[\"")]
    [InlineData("$[]", "is expected behind \"[\"")]
    [InlineData("$[a]", "is expected behind \"[\"")]
    [InlineData("$[0", "\"]\" is expected")]
    [InlineData("$[*", "\"]\" is expected")]
    [InlineData("$[01]", "leading zeros")]
    [InlineData("$[-1]", "negative")]
    [InlineData("$[9007199254740992]", "too large")]
    [InlineData("$[99999999999999999999]", "too large")]
    [InlineData("$[0,1]", "several choices")]
    [InlineData("$[0:2]", "slices")]
    [InlineData("$[:2]", "slices")]
    [InlineData("$[?@.a]", "filters")]
    [InlineData("$['a", "not closed")]
    [InlineData("$['a\"]", "not closed")]
    [InlineData("$['a\\'", "not closed")]
    [InlineData("$['a\n']", "control character")]
    [InlineData("$['\\\"']", "no escape")]
    [InlineData("$[\"\\'\"]", "no escape")]
    [InlineData("$['\\x']", "no escape")]
    [InlineData("$['\\u00']", "no escape")]
    [InlineData("$['\\u 041']", "no escape")]
    [InlineData("$['\\ud800']", "no escape")]
    [InlineData("$['\\ud800\\u0041']", "no escape")]
    [InlineData("$['\\udc00']", "no escape")]
    public void What_is_no_path_is_told_with_an_example(string text, string words)
    {
        Assert.False(RecordPath.TryParse(text, out var path, out var error));
        Assert.Null(path);
        Assert.Contains(words, error, StringComparison.Ordinal);
        Assert.Contains("\"$.data[*]\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_no_name()
    {
        foreach (var text in new[] { "$.\ud83d", "$.\ude00a", "$['\ud83d']", "$['\ude00\ud83d']" })
        {
            Assert.False(RecordPath.TryParse(text, out _, out var error));
            Assert.Contains("half a character", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Length_and_steps_have_their_limits()
    {
        Assert.NotNull(Parse("$." + new string('a', 510)));
        Assert.Null(Parse("$." + new string('a', 511)));
        Assert.NotNull(Parse("$" + string.Concat(Enumerable.Repeat("[*]", 32))));
        Assert.Null(Parse("$" + string.Concat(Enumerable.Repeat("[*]", 33))));
    }

    [Fact]
    public void Every_path_is_read_as_it_is_written()
    {
        var name = Gen.OneOf(Gen.Char["ab1-_'\"\\/\n\u0001\u007f ].[*é日"], Gen.Char['\u0000', '\ud7ff']).Array[0, 6].Select(signs => new string(signs));
        var step = Gen.OneOf(
            name.Select(text => new RecordStep(RecordStepKind.Name, System.Text.Encoding.UTF8.GetBytes(text), 0)),
            Gen.Long[0, (1L << 53) - 1].Select(index => new RecordStep(RecordStepKind.Index, [], index)),
            Gen.Const(new RecordStep(RecordStepKind.Every, [], 0)));
        step.Array[0, 8].Sample(
            steps =>
            {
                var read = Parse(new RecordPath(steps).ToString())!;
                Assert.Equal(new RecordPath(steps), read);
                Assert.Equal(steps.Select(Words), read.Steps.Select(Words));
            },
            iter: 5_000);

        static string Words(RecordStep step) => $"{step.Kind} {Convert.ToHexString(step.Name)} {step.Index}";
    }

    [Fact]
    public void Damaged_paths_are_read_or_told_of() => Fuzz.Run(20_000, ["$.data[*].id", "$['a\\u0041\\uD83D\\uDE00\\'']", "$ [\"b\"] [12]", "$"], text =>
    {
        var isRead = RecordPath.TryParse(text, out var path, out var error);
        Assert.Equal(isRead, error is null);
        Assert.Equal(isRead, path is not null);
        if (path is null)
            return;
        Assert.InRange(path.ToString().Length, 1, text.Length);
        Assert.Equal(path, Parse(path.ToString()));
    });
}
