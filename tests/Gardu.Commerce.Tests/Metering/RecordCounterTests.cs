using System.Text;
using Gardu.Commerce.Metering;

namespace Gardu.Commerce.Tests.Metering;

public sealed class RecordCounterTests
{
    static MeterResult Count(string body, string records, string? ids = null) => Records.Count(Encoding.UTF8.GetBytes(body), records, ids);

    [Theory]
    [InlineData("""{"data":[{"id":1},{"id":2},{"id":3}]}""", "$.data[*]", 3)]
    [InlineData("""{"data":[]}""", "$.data[*]", 0)]
    [InlineData("""{"data":null}""", "$.data[*]", 0)]
    [InlineData("""{"data":[1,"a",null,true,[],{},[9]]}""", "$.data[*]", 7)]
    [InlineData("""{"data":{"a":1,"b":{}}}""", "$.data[*]", 2)]
    [InlineData("""{"data":{"a":1}}""", "$.data[0]", 0)]
    [InlineData("""{"data":{"0":1}}""", "$.data[0]", 0)]
    [InlineData("""{"data":{"0":1}}""", "$.data['0']", 1)]
    [InlineData("""{"other":{"data":[1,2]},"data":[1]}""", "$.data[*]", 1)]
    [InlineData("""{"data":[1],"other":[2,3]}""", "$.data[*]", 1)]
    [InlineData("""{"a":[[1,2],[3],4]}""", "$.a[*][*]", 3)]
    [InlineData("""{"a":[[1,2],[3],4]}""", "$.a[1]", 1)]
    [InlineData("""{"a":[[1,2],[3],4]}""", "$.a[0][1]", 1)]
    [InlineData("""{"a":[[1,2],[3],4]}""", "$.a[3]", 0)]
    [InlineData("""[{"a":{"b":1}},{"a":[2]},{"b":3}]""", "$[*].a.b", 1)]
    [InlineData("""{"d\u0061ta":[1,2]}""", "$.data[*]", 2)]
    [InlineData("""{"😀":[1],"\ud83d\ude00":[2]}""", "$.😀[*]", 2)]
    [InlineData("""{"\ud83d":[1],"a\ude00":[2]}""", "$.😀[*]", 0)]
    [InlineData("""{"":1}""", "$['']", 1)]
    [InlineData("7", "$", 1)]
    [InlineData("7", "$[*]", 0)]
    public void What_the_path_picks_is_counted(string body, string path, long count) => Assert.Equal(MeterResult.Of(count), Count(body, path));

    [Fact]
    public void A_name_that_comes_twice_is_followed_twice()
    {
        Assert.Equal(5, Count("""{"data":[1,2],"data":[3,4,5]}""", "$.data[*]").Count);
        Assert.Equal(2, Count("""{"data":1,"data":2}""", "$.data").Count);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n{\"b\":3}\n", "$", 3)]
    [InlineData("{\"a\":1}\r\n\r\n{\"a\":2}", "$.a", 2)]
    [InlineData("{\"a\":1}{\"a\":2}[] 3", "$", 4)]
    [InlineData("[1,2]\n[3]\n", "$[*]", 3)]
    [InlineData("[1,2]\n[3]\n", "$[0]", 2)]
    public void Values_in_a_row_are_roots_of_their_own(string body, string path, long count) => Assert.Equal(count, Count(body, path).Count);

    [Fact]
    public void An_empty_body_has_no_records()
    {
        Assert.Equal(MeterResult.Of(0), Count("", "$"));
        Assert.Equal(MeterResult.Of(0), Count(" \r\n\t", "$"));
        Assert.Equal(MeterResult.Of(0), Count("\uFEFF", "$"));
        Assert.Equal([], Count("", "$", "$.id").Ids!);
    }

    [Fact]
    public void A_byte_order_mark_is_passed_over_at_the_start_alone()
    {
        Assert.Equal(2, Count("\uFEFF[1,2]", "$[*]").Count);
        Assert.False(Count("\uFEFF\uFEFF[1,2]", "$[*]").IsCounted);
        Assert.False(Count("[1]\uFEFF[1,2]", "$[*]").IsCounted);
        Assert.False(Records.Count([0xEF, 0xBB], "$").IsCounted);
    }

    [Theory]
    [InlineData("""[{"id":"a"},{"id":7},{"id":-1.50e+3},{"id":"7"}]""", "a", "7", "-1.50e+3", "7")]
    [InlineData("""[{"id":null},{"id":true},{"id":[1]},{"id":{}},{},3,"x",[]]""", null, null, null, null, null, null, null, null)]
    [InlineData("""[{"x":{"id":1}},{"id":2}]""", null, "2")]
    [InlineData("""[{"id":1,"id":2},{"id":null,"id":3}]""", "1", "3")]
    [InlineData("""[{"id":"\u0041\n\ud83d\ude00"},{"id":""}]""", "A\n😀", "")]
    [InlineData("""[{"id":"\ud83d"},{"id":"\ude00\ud83d"},{"id":"\\ud83d"},{"id":"\ud83dx"}]""", null, null, "\\ud83d", null)]
    [InlineData("""[{"id":1}][{"id":2},{}]""", "1", "2", null)]
    public void Each_record_has_its_id_or_none(string body, params string?[] ids)
    {
        var result = Count(body, "$[*]", "$[*].id");
        Assert.True(result.IsCounted);
        Assert.Equal(ids, result.Ids);
        Assert.Equal(ids.Length, result.Count);
    }

    [Fact]
    public void An_id_may_lie_deep_or_be_the_record_itself()
    {
        Assert.Equal(["1", null, "3"], Count("""[{"a":{"b":[0,1]}},{"a":{"b":[2]}},{"a":{"b":[0,3,4]}}]""", "$[*]", "$[*].a.b[1]").Ids);
        Assert.Equal(["a", "2", null, null], Count("""["a",2,null,["b"]]""", "$[*]", "$[*]").Ids);
        Assert.Equal(["x"], Count("""{"id":"x"}""", "$", "$.id").Ids);
    }

    [Fact]
    public void What_is_too_long_or_no_text_is_no_id()
    {
        var longest = new string('a', RecordCounter.IdLengthMax);
        Assert.Equal([longest, null], Count($$"""[{"id":"{{longest}}"},{"id":"{{longest}}b"}]""", "$[*]", "$[*].id").Ids);
        Assert.Equal([null], Records.Count([.. "[\""u8, 0xFF, .. "\"]"u8], "$[*]", "$[*]").Ids);
        Assert.Equal([null], Records.Count([.. "[\"\\n"u8, 0xC0, 0x80, .. "\"]"u8], "$[*]", "$[*]").Ids);
    }

    [Theory]
    [InlineData("$.data[*]", "$.data[*].id", true)]
    [InlineData("$.data[*]", "$['data'][*]['id'][0].x", true)]
    [InlineData("$.data[*]", "$.data[*]", true)]
    [InlineData("$", "$.id", true)]
    [InlineData("$.data[*]", "$.ids[*]", false)]
    [InlineData("$.data[*]", "$.data", false)]
    [InlineData("$.data[*]", "$.data[0].id", false)]
    [InlineData("$.data[*]", "$.data[*].ids[*]", false)]
    public void An_id_path_names_one_value_in_each_record(string records, string ids, bool fits)
    {
        Assert.Equal(fits, RecordCounter.TryCreate(Records.Path(records), Records.Path(ids), out var counter, out var error));
        Assert.Equal(fits, counter is not null);
        Assert.Equal(fits, error is null);
        if (error is not null)
            Assert.Contains($"write for instance \"{records}.id\"", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("[1,2", "line 1")]
    [InlineData("[1,]", "line 1, byte 4")]
    [InlineData("[1]\n\n[2}", "line 3, byte 3")]
    [InlineData("<html>", "line 1, byte 1")]
    [InlineData("[1] // no", "line 1, byte 5")]
    [InlineData("{'a':1}", "line 1, byte 2")]
    [InlineData("{\"a\" 1}", "line 1, byte 6")]
    [InlineData("[\"a\nb\"]", "line ")]
    [InlineData("[\"\\x\"]", "line 1")]
    [InlineData("[01]", "line 1")]
    [InlineData("tru", "line 1")]
    [InlineData("[1]]", "line 1, byte 4")]
    [InlineData("[NaN]", "line 1, byte 2")]
    [InlineData("\0", "line 1, byte 1")]
    public void What_is_no_json_is_told_and_never_thrown(string body, string where)
    {
        var result = Count(body, "$[*]", "$[*].id");
        Assert.False(result.IsCounted);
        Assert.Equal(0, result.Count);
        Assert.Null(result.Ids);
        Assert.Contains(where, result.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_encodings_are_no_json() => Assert.False(Records.Count(Encoding.Unicode.GetBytes("[1]"), "$[*]").IsCounted);

    [Fact]
    public void What_was_counted_before_a_fault_is_not_sold() => Assert.Equal(0, Count("[1,2,3]\n[4,", "$[*]").Count);
}
