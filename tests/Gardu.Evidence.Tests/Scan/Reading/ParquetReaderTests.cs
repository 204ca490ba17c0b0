using System.Runtime.InteropServices;
using Gardu.Evidence.Scan.Reading;
using Gardu.Testing;
using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;
using Encoding = System.Text.Encoding;

namespace Gardu.Evidence.Tests.Scan.Reading;

public sealed class ParquetReaderTests
{
    static byte[] Write(Node[] columns, Compression compression, Action<RowGroupWriter> rows, int groups = 1, bool isDictionary = true)
    {
        using var buffer = new MemoryStream();
        using (var stream = new ManagedOutputStream(buffer, leaveOpen: true))
        using (var schema = new GroupNode("schema", Repetition.Required, columns))
        using (var builder = new WriterPropertiesBuilder())
        {
            builder.Compression(compression);
            builder.DataPagesize(10_000);
            builder.EnablePageChecksum();
            if (!isDictionary)
                builder.DisableDictionary();
            using var properties = builder.Build();
            using var writer = new ParquetFileWriter(stream, schema, properties);
            for (var group = 0; group < groups; group++)
            {
                using var row = writer.AppendRowGroup();
                rows(row);
            }
            writer.Close();
        }
        return buffer.ToArray();
    }

    static PrimitiveNode Text(string name, Repetition repetition = Repetition.Optional)
    {
        using var type = LogicalType.String();
        return new PrimitiveNode(name, repetition, type, PhysicalType.ByteArray);
    }

    static GroupNode List(string name, Node element)
    {
        using var type = LogicalType.List();
        return new GroupNode(name, Repetition.Optional, [new GroupNode("list", Repetition.Repeated, [element])], type);
    }

    static void Column(RowGroupWriter row, params string?[] values) => Raw(row, values.Select(value => value is null ? ((short)0, null) : ((short)1, value)));

    /// <summary>Levels and texts as they are: where there is no text, something around it is null or empty.</summary>
    static void Raw(RowGroupWriter row, IEnumerable<(short Definition, string? Text)> cells, short[]? repetitions = null)
    {
        using var column = (ColumnWriter<ByteArray>)row.NextColumn();
        var definitions = cells.Select(cell => cell.Definition).ToArray();
        var octets = cells.Where(cell => cell.Text is not null).Select(cell => Encoding.UTF8.GetBytes(cell.Text!)).ToArray();
        var all = GC.AllocateArray<byte>(octets.Sum(text => text.Length) + 1, pinned: true);
        var values = new ByteArray[octets.Length];
        var at = 0;
        for (var number = 0; number < octets.Length; at += octets[number++].Length)
        {
            octets[number].CopyTo(all, at);
            values[number] = new ByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(all, at), octets[number].Length);
        }
        column.WriteBatch(definitions.Length, definitions, repetitions ?? [], values);
        GC.KeepAlive(all);
    }

    static byte[] Plain(Compression compression = Compression.Snappy) => Write([Text("url"), Text("text"), Text("other")], compression, row =>
    {
        Column(row, "https://news.example/1", null, "https://news.example/\"3\"");
        Column(row, "one", null, "three 世界");
        Column(row, "a", "b", "c");
    });

    static Reading ReadFile(byte[] content, string? textField = null)
    {
        using var corpus = new Corpus();
        return Corpus.Read(corpus.Write("a.parquet", content), textField);
    }

    [Theory]
    [InlineData(Compression.Uncompressed)]
    [InlineData(Compression.Snappy)]
    [InlineData(Compression.Gzip)]
    [InlineData(Compression.Zstd)]
    [InlineData(Compression.Lz4)]
    [InlineData(Compression.Brotli)]
    public void Each_row_is_a_record_with_an_object_of_what_it_is(Compression compression)
    {
        var content = Plain(compression);
        var read = ReadFile(content);
        Assert.Null(read.Problem);
        Assert.Equal(["one", "", "three 世界"], read.Texts);
        Assert.Equal([0, 1, 2], read.Records.Select(record => record.Number));
        Assert.Equal(["""{"url":"https://news.example/1"}""", """{"url":""}""", """{"url":"https://news.example/\"3\""}"""], read.Records.Select(record => record.Head));
        Assert.All(read.Records, record => Assert.Equal(TextKind.Plain, record.Kind));
        Assert.Equal((content.Length, content.Length), (read.Stamp!.Length, read.BytesRead));
    }

    [Fact]
    public void The_text_column_is_named_or_usual_or_the_one_with_the_longest_texts()
    {
        Assert.Equal(["a", "b", "c"], ReadFile(Plain(), "other").Texts);
        var unusual = Write([Text("id"), Text("story"), Text("tag")], Compression.Snappy, row =>
        {
            Column(row, "0123456789", "0123456789");
            Column(row, null, "a story that is longer than anything else");
            Column(row, "a", "b");
        });
        Assert.Equal(["", "a story that is longer than anything else"], ReadFile(unusual).Texts);
        Assert.Equal("no column \"missing\" is a text; its columns of texts: id, story, tag", ReadFile(unusual, "missing").Problem);
        var numbers = Write([new PrimitiveNode("n", Repetition.Required, LogicalType.None(), PhysicalType.Int32)], Compression.Snappy, row =>
        {
            using var column = (ColumnWriter<int>)row.NextColumn();
            column.WriteBatch([1, 2]);
        });
        Assert.Equal("none of its columns is a text; its columns of texts: none", ReadFile(numbers).Problem);
    }

    [Fact]
    public void Texts_of_a_list_are_one_record_a_line_each()
    {
        // Definitions: 0 no list, 1 an empty one, 2 a null in it, 3 a text.
        var lists = Write([List("text", Text("element")), Text("id")], Compression.Zstd, row =>
        {
            Raw(row, [(3, "a"), (3, "b"), (0, null), (1, null), (3, ""), (2, null), (3, "c")], [0, 1, 0, 0, 0, 1, 1]);
            Column(row, "1", "2", "3", "4");
        });
        var read = ReadFile(lists);
        Assert.Null(read.Problem);
        Assert.Equal(["a\nb", "", "", "\nc"], read.Texts);
        Assert.Equal("""{"id":"4"}""", read.Records[3].Head);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("messages")]
    [InlineData("messages.content")]
    [InlineData("messages.list.element.content")]
    public void Texts_of_structs_in_a_list_are_found_by_their_name(string? field)
    {
        var chats = Write([Text("id"), List("messages", new GroupNode("element", Repetition.Optional, [Text("role"), Text("content")]))], Compression.Snappy, row =>
        {
            Column(row, "a long id that is no text", "b");
            Raw(row, [(4, "user"), (4, "machine"), (4, "user")], [0, 1, 0]);
            Raw(row, [(4, "How?"), (4, "So."), (4, "世界")], [0, 1, 0]);
        });
        var read = ReadFile(chats, field);
        Assert.Null(read.Problem);
        Assert.Equal(["How?\nSo.", "世界"], read.Texts);
        Assert.Equal(["user\nmachine", "user"], ReadFile(chats, "messages.role").Texts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rows_of_many_groups_and_pages_keep_their_columns_together(bool isDictionary)
    {
        const int rows = 20_000;
        var content = Write([Text("id"), List("text", Text("element")), Text("title", Repetition.Required)], Compression.Snappy, row =>
        {
            Column(row, [.. Enumerable.Range(0, rows).Select(number => number % 5 == 0 ? null : $"{number}")]);
            Raw(row, Enumerable.Range(0, rows).SelectMany(number => new (short, string?)[] { (3, $"text {number % 1000} of a row"), (3, $"{number}") }), [.. Enumerable.Range(0, 2 * rows).Select(number => (short)(number % 2))]);
            Raw(row, Enumerable.Range(0, rows).Select(number => ((short)0, (string?)$"t{number}")));
        }, groups: 2, isDictionary);
        var read = ReadFile(content);
        Assert.Null(read.Problem);
        Assert.Equal(2 * rows, read.Records.Count);
        foreach (var record in read.Records)
        {
            var number = record.Number % rows;
            Assert.Equal(($"text {number % 1000} of a row\n{number}", $$"""{"id":"{{(number % 5 == 0 ? "" : number)}}","title":"t{{number}}"}"""), (record.Text, record.Head));
        }
    }

    [Fact]
    public void A_long_text_comes_in_parts()
    {
        var text = new string('x', 10_000_000);
        var content = Write([Text("url"), List("text", Text("element"))], Compression.Zstd, row =>
        {
            Column(row, "a", "b");
            Raw(row, [(3, text), (3, text), (3, text), (3, "c")], [0, 1, 1, 0]);
        });
        var read = ReadFile(content);
        Assert.Equal("c", read.Records[^1].Text);
        Assert.Equal(1 + (((3 * text.Length) + 1 - RecordBatch.PartOverlap) / (RecordBatch.PartMax - RecordBatch.PartOverlap)), read.Records.Count(record => record.Number == 0));
        Assert.All(read.Records.SkipLast(1), record => Assert.Equal("""{"url":"a"}""", record.Head));
        Assert.Equal($"{text}\n{text}\n{text}", Encoding.UTF8.GetString((read with { Records = [.. read.Records.SkipLast(1)] }).Whole()));
    }

    [Fact]
    public void A_group_too_large_to_be_held_is_read_alike()
    {
        var texts = Enumerable.Range(0, 90).Select(number => new string((char)('a' + (number % 26)), 800_000)).ToArray();
        var content = Write([Text("id"), Text("story")], Compression.Uncompressed, row =>
        {
            Column(row, [.. texts.Select(text => text[..1])]);
            Column(row, texts);
        }, isDictionary: false);
        Assert.InRange(content.Length, 65 * 1024 * 1024, int.MaxValue);
        var read = ReadFile(content);
        Assert.Null(read.Problem);
        Assert.True(texts.SequenceEqual(read.Texts));
        Assert.Equal(texts.Select(text => $$"""{"id":"{{text[..1]}}"}"""), read.Records.Select(record => record.Head));
    }

    [Fact]
    public void What_does_not_stand_on_disk_is_not_read()
    {
        var read = Corpus.Read("a", Packed.Gzip(Plain()));
        Assert.Equal("it is a Parquet file, which has to stand on disk, and not packed", read.Problem);
    }

    [Fact]
    public void A_file_that_breaks_off_or_is_none_is_a_problem()
    {
        var content = Plain();
        for (var length = 0; length < content.Length; length += length < 16 ? 1 : 97)
        {
            var read = ReadFile(content[..length]);
            Assert.NotNull(read.Problem);
            Assert.Equal(length, read.Stamp!.Length);
        }
        var footer = content.ToArray();
        footer[^5] = 0x7F;
        Assert.StartsWith("what is Parquet in it is damaged: ", ReadFile(footer).Problem, StringComparison.Ordinal);
        Assert.NotNull(ReadFile("PAR1 is how it begins, and no more"u8.ToArray()).Problem);
    }

    [Fact]
    public void A_page_that_is_damaged_is_a_problem_and_what_came_before_is_good()
    {
        const int rows = 20_000;
        var content = Write([Text("text")], Compression.Uncompressed, row => Column(row, [.. Enumerable.Range(0, rows).Select(number => $"text number {number}")]), groups: 2, isDictionary: false);
        content[content.Length * 3 / 4] ^= 1;
        var read = ReadFile(content);
        Assert.InRange(read.Records.Count, rows, 2 * rows - 1);
        Assert.All(read.Records, record => Assert.Equal($"text number {record.Number % rows}", record.Text));
        Assert.NotNull(read.Problem);
    }

    [Fact]
    public void However_it_is_damaged_nothing_is_thrown()
    {
        using var corpus = new Corpus();
        byte[] nested = Write([List("text", Text("element")), Text("id")], Compression.Zstd, row =>
        {
            Raw(row, [(3, "a"), (3, "b"), (0, null), (1, null), (3, "d"), (2, null), (3, "c")], [0, 1, 0, 0, 0, 1, 1]);
            Column(row, "1", "2", "3", "4");
        });
        Fuzz.Run(3000, [Plain(), Plain(Compression.Uncompressed), Plain(Compression.Zstd), nested], input => Corpus.Read(corpus.Write("a.parquet", input)));
    }
}
