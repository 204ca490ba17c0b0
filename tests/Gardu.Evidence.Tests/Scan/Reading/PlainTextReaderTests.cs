using System.Text;
using Gardu.Evidence.Scan.Reading;
using Gardu.Testing;

namespace Gardu.Evidence.Tests.Scan.Reading;

public sealed class PlainTextReaderTests
{
    const string Word = "Größe, 世界の窓, κόσμος";

    [Theory]
    [InlineData("a.txt", "text", TextKind.Plain)]
    [InlineData("a.md", "# text", TextKind.Plain)]
    [InlineData("a", "text", TextKind.Plain)]
    [InlineData("a.html", "text", TextKind.Html)]
    [InlineData("a.xml", "<a>text</a>", TextKind.Html)]
    [InlineData("a.txt", " \r\n<!DocType HTML><p>text", TextKind.Html)]
    [InlineData("a", "<html lang=en>text", TextKind.Html)]
    public void A_file_is_one_record(string name, string text, TextKind kind)
    {
        var read = Corpus.Read(name, Encoding.UTF8.GetBytes(text));
        var record = Assert.Single(read.Records);
        Assert.Equal((text, kind, 0L, 0L, ""), (record.Text, record.Kind, record.Number, record.Offset, record.Head));
        Assert.Null(read.Problem);
    }

    [Theory]
    [InlineData("a.txt")]
    [InlineData("a.jsonl")]
    [InlineData("a.warc")]
    [InlineData("a")]
    public void An_empty_file_has_no_record(string name)
    {
        var read = Corpus.Read(name, []);
        Assert.Empty(read.Records);
        Assert.Null(read.Problem);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", read.Stamp!.HeadSha256);
    }

    [Fact]
    public void A_mark_says_the_encoding_and_is_no_text()
    {
        foreach (var encoding in (Encoding[])[Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode])
        {
            Assert.Equal([Word], Corpus.Read("a.txt", [.. encoding.Preamble, .. encoding.GetBytes(Word)]).Texts);
            Assert.Equal([Word], Corpus.Read("a", [.. encoding.Preamble, .. encoding.GetBytes(Word)]).Texts);
            Assert.Equal([Word], Corpus.Read("a.jsonl", [.. encoding.Preamble, .. encoding.GetBytes($"{{\"text\":\"{Word}\"}}\n")]).Texts);
        }
    }

    [Theory]
    [InlineData("Shift_JIS", 932, "世界の窓")]
    [InlineData("x-sjis", 932, "世界の窓")]
    [InlineData("euc-jp", 51932, "世界の窓")]
    [InlineData("windows-1251", 1251, "Мир и окно")]
    [InlineData("ISO-8859-1", 1252, "Größe “so”")]
    [InlineData("iso-8859-2", 28592, "żółw")]
    [InlineData("iso-8859-15", 28605, "Größe €")]
    [InlineData("utf-8", 65001, "世界の窓")]
    [InlineData("utf-16", 65001, "世界の窓")]
    [InlineData("no such charset", 65001, "世界の窓")]
    public void A_page_says_its_encoding_itself(string charset, int codePage, string text)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.UTF8;
        foreach (var page in (string[])[$"<html><meta charset=\"{charset}\"><p>{text}", $"<html><META http-equiv=Content-Type content='text/html; charset={charset}'><p>{text}", $"<?xml version='1.0' encoding='{charset}'?><html><p>{text}"])
            Assert.Equal([page], Corpus.Read("a.html", encoding.GetBytes(page)).Texts);
    }

    [Fact]
    public void What_a_plain_text_or_a_script_says_of_charsets_is_not_asked()
    {
        foreach (var (name, page) in (ValueTuple<string, string>[])[("a.txt", "<meta charset=shift_jis> 世界"), ("a.html", "<script charset=shift_jis></script> 世界")])
            Assert.Equal([page], Corpus.Read(name, Encoding.UTF8.GetBytes(page)).Texts);
    }

    [Fact]
    public void Octets_that_are_no_text_pass_as_they_are()
    {
        byte[] octets = [(byte)'a', 0, 0xFF, 0xC3, (byte)'b'];
        Assert.Equal(octets, Assert.Single(Corpus.Read("a.txt", octets).Records).Octets);
    }

    [Fact]
    public void A_long_text_comes_in_parts_that_cut_through_no_letter()
    {
        for (var shift = 0; shift < 3; shift++)
        {
            byte[] text = [.. Enumerable.Repeat((byte)'a', shift), .. Enumerable.Repeat("世"u8.ToArray(), RecordBatch.PartMax * 5 / 6).SelectMany(letter => letter)];
            var read = Corpus.Read(new MadeStream(text.Length, at => text[at], atOnce: 100_000), "a.txt");
            Assert.Equal(3, read.Records.Count);
            Assert.All(read.Records, part => Assert.Equal((0x80, 0xC0), (0x80, part.Octets[0] & 0xC0 | (part.PartOffset == 0 ? 0xC0 : 0))));
            Assert.All(read.Records, part => Assert.Equal((shift == 0 || part.PartOffset > 0 ? 0 : shift) % 3, part.Octets.Length % 3));
            Assert.True(text.AsSpan().SequenceEqual(read.Whole()));
            Assert.Null(read.Problem);
        }
    }

    [Theory]
    [InlineData("504B0304", "it is a ZIP archive, which has to be unpacked first")]
    [InlineData("FD377A585A00", "it is packed by xz and has to be unpacked first")]
    [InlineData("255044462D312E37", "it is a PDF; take its text out first")]
    [InlineData("89504E470D0A1A0A0000000D", "it is no text")]
    public void What_is_no_text_is_not_read_as_one(string start, string problem)
    {
        var read = Corpus.Read("a", Convert.FromHexString(start));
        Assert.Empty(read.Records);
        Assert.Equal(problem, read.Problem);
        Assert.NotNull(read.Stamp);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_problem_and_no_exception()
    {
        using var corpus = new Corpus();
        Assert.StartsWith("it cannot be opened: ", Corpus.Read(Path.Combine(corpus.Folder, "missing")).Problem, StringComparison.Ordinal);
        Assert.StartsWith("it cannot be opened: ", Corpus.Read(corpus.Folder).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_page_is_nothing_is_thrown() => Fuzz.Run(
        3000,
        [.. "<?xml version='1.0' encoding='euc-jp'?><html><meta charset=\"shift_jis\"><meta content='text/html; charset=windows-1251'>\u3042|\uFEFF<!doctype html>|text"u8.ToArray().Select(octet => octet).Chunk(60), Encoding.Unicode.GetBytes("\uFEFFtext")],
        input =>
        {
            foreach (var name in (string[])["a.txt", "a.html", "a"])
                Corpus.Read(name, input);
        });
}
