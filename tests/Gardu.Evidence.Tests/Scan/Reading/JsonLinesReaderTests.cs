using System.Text;
using Gardu.Evidence.Scan.Reading;
using Gardu.Testing;

namespace Gardu.Evidence.Tests.Scan.Reading;

public sealed class JsonLinesReaderTests
{
    [Fact]
    public void Each_line_is_a_record_with_its_object_and_place()
    {
        const string lines = "{\"id\":1,\"text\":\"one \\\"1\\\"\"}\r\n\n{ \"text\" : \"two\", \"n\": {\"text\": [\"}\"]} }";
        var read = Corpus.Read("a.jsonl", Encoding.UTF8.GetBytes(lines));
        Assert.Null(read.Problem);
        Assert.Equal(0, read.Skipped);
        Assert.Equal(["one \\\"1\\\"", "two"], read.Texts);
        Assert.Equal([0, 2], read.Records.Select(record => record.Number));
        Assert.Equal("{\"id\":1,\"text\":\"one \\\"1\\\"\"}", read.Records[0].Head);
        Assert.All(read.Records, record => Assert.Equal(record.Text, lines.Substring((int)record.Offset, record.Text.Length)));
        Assert.All(read.Records, record => Assert.Equal(TextKind.Json, record.Kind));
        Assert.Equal(lines.Length, read.BytesUnpacked);
    }

    [Fact]
    public void What_is_no_object_or_has_no_text_is_counted_and_said()
    {
        var read = Corpus.Read("a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"b\"\n{\"text\":null}\n{\"body\":\"c\"}\n[1]\nnothing\n{\"text\":\"d\"} x\n{\"text\" \"e\"}\n{\"text\":\"f\"}\n"u8.ToArray());
        Assert.Equal(["a", "f"], read.Texts);
        Assert.Equal(7, read.Skipped);
        Assert.Equal("line 2 is no object of JSON: it breaks off", read.FirstSkipped);
        Assert.Null(read.Problem);
    }

    [Theory]
    [InlineData("{\"body\":\"b\",\"text\":\"t\"}", "t")]
    [InlineData("{\"message\":\"m\",\"html\":\"h\",\"title\":\"a title that is long\"}", "h")]
    [InlineData("{\"id\":\"0123\",\"post\":\"hello, world\",\"n\":17}", "hello, world")]
    [InlineData("{\"text\":null,\"id\":\"0123456789\"}\n{\"text\":\"t\",\"id\":\"0123456789\"}", "t")]
    public void The_text_is_found_by_the_usual_names_else_by_length(string lines, string expected) => Assert.Equal([expected], Corpus.Read("a.jsonl", Encoding.UTF8.GetBytes(lines)).Texts);

    [Fact]
    public void A_field_that_was_named_goes_before_what_is_usual_and_of_two_the_first_counts()
    {
        Assert.Equal(["p"], Corpus.Read("a.jsonl", "{\"text\":\"t\",\"p\\u006fst\":\"p\",\"post\":\"q\"}"u8.ToArray(), "post").Texts);
        var read = Corpus.Read("a.jsonl", "{\"post\":1,\"post\":\"q\"}"u8.ToArray(), "post");
        Assert.Empty(read.Texts);
        Assert.Equal("line 1 has no text \"post\"", read.FirstSkipped);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[{\"text\":\"a\"},{\"text\":\"b\"}]", "a", "b")]
    [InlineData("\uFEFF [\n  {\n    \"text\": \"a]\"\n  } ,\n  {\"text\": \"b\"}\n]\n", "a]", "b")]
    [InlineData("{\n  \"id\": 1,\n  \"text\": \"a\"\n}\n", "a")]
    [InlineData("{\n\"text\":\"a\"}{\"text\":\"b\"}\n", "a", "b")]
    [InlineData("{\"text\":\"a\"}\n{\"text\":\"b\"}\n", "a", "b")]
    [InlineData("")]
    public void A_file_of_json_is_an_array_or_objects(string json, params string[] expected)
    {
        var read = Corpus.Read("a.json", Encoding.UTF8.GetBytes(json));
        Assert.Equal(expected, read.Texts);
        Assert.Null(read.Problem);
        Assert.Equal(0, read.Skipped);
    }

    [Fact]
    public void Values_of_an_array_that_are_no_objects_are_counted()
    {
        var read = Corpus.Read("a.json", "[1,\"x,]\",[[],{}],{\"text\":\"a\"},null]"u8.ToArray());
        Assert.Equal(["a"], read.Texts);
        Assert.Equal(4, read.Skipped);
        Assert.Equal([3], read.Records.Select(record => record.Number));
        Assert.Null(read.Problem);
    }

    [Theory]
    [InlineData("[{\"text\":\"a\"}")]
    [InlineData("[{\"text\":\"a\"},{\"text\":\"b\"")]
    [InlineData("[{\"text\":\"a\"} {\"text\":\"b\"}]")]
    [InlineData("[{\"text\":\"a\"}] {}")]
    [InlineData("{\n\"text\":\"a\"}\n nothing")]
    public void Where_an_array_is_broken_what_came_before_is_good(string json)
    {
        var read = Corpus.Read("a.json", Encoding.UTF8.GetBytes(json));
        Assert.Equal(["a"], read.Texts);
        Assert.NotNull(read.Problem);
    }

    [Fact]
    public void Octets_that_are_no_text_pass_as_they_are()
    {
        var read = Corpus.Read("a.jsonl", [.. "{\"text\":\"a"u8, 0, 0xFF, 0xC3, .. "b\"}"u8]);
        Assert.Equal([(byte)'a', 0, 0xFF, 0xC3, (byte)'b'], Assert.Single(read.Records).Octets);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_line()
    {
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(number => $"{{\"id\":{number},\"text\":\"a text of a line, \\\"{number}\\\"\",\"tags\":[\"a\",{{}}]}}\r\n")));
        var batch = new RecordBatch();
        var (records, allocated) = (0, 0L);
        for (var round = 0; round < 2; round++)
        {
            using var reader = CorpusReaders.Open(new MemoryStream(lines), "a.jsonl", new ReadOptions());
            (records, allocated) = (0, GC.GetAllocatedBytesForCurrentThread());
            for (; reader.Read(batch); batch.Clear())
                records += batch.Records.Count;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }
        Assert.Equal(20_000, records);
        Assert.InRange(allocated, 0, 20_000); // an octet a line: what begins and ends a file
    }

    [Theory]
    [InlineData("a.jsonl", "", "")]
    [InlineData("a.jsonl", "{\"text\":\"before\"}\n", "\n{\"text\":\"behind\"}\n")]
    [InlineData("a.json", "[{\"text\":\"before\"},", ",{\"text\":\"behind\"}]")]
    public void A_text_longer_than_a_part_comes_in_parts(string name, string before, string behind)
    {
        const int length = 40 * 1024 * 1024;
        var start = Encoding.UTF8.GetBytes(before + "{\"id\":\"x\",\"n\":[1,{}],\"text\":\"");
        var end = Encoding.UTF8.GetBytes("\",\"tags\":[\"a\"]}" + behind);
        byte Octet(long at) => at < start.Length ? start[at] : at < start.Length + length ? Letter(at - start.Length) : end[at - start.Length - length];

        using var reader = CorpusReaders.Open(new MadeStream(start.Length + (long)length + end.Length, Octet, atOnce: 100_000), name, new ReadOptions());
        var batch = new RecordBatch();
        long covered = 0;
        List<string> others = [];
        for (; reader.Read(batch); batch.Clear())
        {
            foreach (var record in batch.Records)
            {
                var text = batch[record.Text];
                if (text.Length < 10)
                {
                    others.Add(Encoding.UTF8.GetString(text));
                    continue;
                }
                Assert.Equal(start.Length, record.Offset);
                Assert.Equal("{\"id\":\"x\",\"n\":[1,{}]}", Encoding.UTF8.GetString(batch[record.Head]));
                Assert.InRange(record.PartOffset, 0, covered);
                Assert.True(record.PartOffset == 0 || covered - record.PartOffset is >= RecordBatch.PartOverlap and < RecordBatch.PartOverlap + 16);
                Assert.InRange(text.Length, 1, RecordBatch.PartMax);
                Assert.NotEqual(0x80, text[0] & 0xC0);
                for (var at = 0; at < text.Length; at += 997)
                    Assert.Equal(Letter(record.PartOffset + at), text[at]);
                covered = record.PartOffset + text.Length;
            }
        }
        Assert.Equal(length, covered);
        Assert.Null(reader.Problem);
        Assert.Null(reader.FirstSkipped);
        Assert.Equal(before.Length == 0 ? [] : ["before", "behind"], others);
    }

    [Theory]
    [InlineData("{\"text\":\"a\"}\n", "\n{\"text\":\"b\"}\n")]
    [InlineData("[{\"text\":\"a\"},", ",{\"text\":\"b\"}]")]
    public void Whether_an_object_is_a_long_one_does_not_depend_on_how_much_is_read_at_once(string before, string behind)
    {
        foreach (var over in (int[])[0, 1, 50_000])
        {
            var text = new string('x', RecordBatch.PartMax + over - "{'id':1,'text':''}".Length);
            var json = Encoding.UTF8.GetBytes($"{before}{{\"id\":1,\"text\":\"{text}\"}}{behind}");
            foreach (var atOnce in (int[])[997, int.MaxValue])
            {
                var read = Corpus.Read(new MadeStream(json.Length, at => json[at], atOnce), "a.json");
                Assert.Equal(text.Length <= RecordBatch.PartMax ? ["a", text, "b"] : ["a", text[..RecordBatch.PartMax], text[(RecordBatch.PartMax - RecordBatch.PartOverlap)..], "b"], read.Texts);
                Assert.Equal(over == 0 ? RecordBatch.PartMax : "{'id':1}".Length, read.Records[1].Head.Length);
                Assert.Null(read.FirstSkipped);
            }
        }
    }

    /// <summary>A text of letters of three octets and of escapes.</summary>
    static byte Letter(long at) => (at % 17) switch
    {
        0 => 0xE3,
        1 => 0x81,
        2 => 0x82,
        9 => (byte)'\\',
        10 => (byte)'"',
        _ => (byte)'a',
    };

    [Theory]
    [InlineData("\"text\":\"")]
    [InlineData("\"text\":17,\"other\":\"")]
    [InlineData("\"other\":\"")]
    [InlineData("nothing")]
    public void A_long_line_that_is_no_record_is_counted_and_the_next_one_read(string start)
    {
        var line = Encoding.UTF8.GetBytes("{" + start + new string('x', 20 * 1024 * 1024));
        var read = Corpus.Read("a.jsonl", [.. "{\"text\":\"a\"}\n"u8, .. line, .. "\n{\"text\":\"b\"}\n"u8]);
        Assert.Equal("a", read.Texts.First());
        Assert.Equal("b", read.Texts.Last());
        Assert.Equal(1, read.Skipped);
        Assert.StartsWith("line 2 ", read.FirstSkipped, StringComparison.Ordinal);
        Assert.Null(read.Problem);
    }

    [Fact]
    public void However_a_file_is_read_and_damaged_nothing_is_thrown_and_slices_are_inside()
    {
        byte[][] corpus =
        [
            "{\"id\":1,\"text\":\"one \\\"1\\\"\"}\n{\"text\":\"two\",\"n\":{\"text\":[\"}\"]}}\n"u8.ToArray(),
            "[{\"text\":\"a\"},1,\"b\",{\"text\":\"c\",\"d\":[[{}]]}]"u8.ToArray(),
            "{\n  \"text\": \"a\\u0041\",\n \"b\": -1.5e3, \"c\": true}\n"u8.ToArray(),
        ];
        Fuzz.Run(3000, corpus, input =>
        {
            foreach (var name in (string[])["a.jsonl", "a.json", "a"])
            {
                var atOnce = Corpus.Read(name, input);
                var bySeven = Corpus.Read(new MadeStream(input.Length, at => input[at], atOnce: 7), name);
                Assert.Equal(atOnce.Texts, bySeven.Texts);
                Assert.Equal((atOnce.Skipped, atOnce.FirstSkipped, atOnce.Problem, atOnce.Stamp), (bySeven.Skipped, bySeven.FirstSkipped, bySeven.Problem, bySeven.Stamp));
            }
        });
    }
}
