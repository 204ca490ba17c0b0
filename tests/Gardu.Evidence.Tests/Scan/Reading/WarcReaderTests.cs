using System.Text;
using Gardu.Evidence.Scan.Reading;
using Gardu.Testing;

namespace Gardu.Evidence.Tests.Scan.Reading;

public sealed class WarcReaderTests
{
    static byte[] Record(string type, string contentType, ReadOnlySpan<byte> block) =>
        [.. Encoding.UTF8.GetBytes($"WARC/1.0\r\nWARC-Type: {type}\r\nWARC-Target-URI: https://news.example/{type}\r\ncontent-type: {contentType}\r\nContent-Length: {block.Length}\r\n\r\n"), .. block, .. "\r\n\r\n"u8];

    static byte[] Response(string headers, ReadOnlySpan<byte> body) => Record("response", "application/http; msgtype=response", [.. Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n"), .. body]);

    static byte[] Chunked(ReadOnlySpan<byte> body)
    {
        var chunked = new MemoryStream();
        for (var at = 0; at < body.Length; at += 7)
        {
            var chunk = body[at..Math.Min(body.Length, at + 7)];
            chunked.Write(Encoding.UTF8.GetBytes($"{chunk.Length:X};a=b\r\n"));
            chunked.Write(chunk);
            chunked.Write("\r\n"u8);
        }
        chunked.Write("0\r\n\r\n"u8);
        return chunked.ToArray();
    }

    static readonly byte[] Archive =
    [
        .. Record("warcinfo", "application/warc-fields", "software: a"u8),
        .. Record("conversion", "text/plain", "first text"u8),
        .. Record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\nHost: a"u8),
        .. Response("Content-Type: text/html; charset=utf-8", "<p>a page"u8),
        .. Response("Content-Type: image/png", "PNG"u8),
        .. Record("resource", "text/dns", "a name"u8),
        .. Record("resource", "image/gif", "GIF89a"u8),
        .. Record("response", "text/dns", "20200101 a name"u8),
        .. Response("content-type:application/json", "{\"a\":1}"u8),
        .. Record("conversion", "text/plain", ""u8),
    ];

    [Fact]
    public void Texts_of_an_archive_are_records_and_everything_else_is_passed_over()
    {
        foreach (var content in (byte[][])[Archive, Packed.Gzip(Archive), Packed.Zstd(Archive)])
        {
            var read = Corpus.Read("a", content);
            Assert.Null(read.Problem);
            Assert.Equal(0, read.Skipped);
            Assert.Equal(["first text", "<p>a page", "a name", "{\"a\":1}"], read.Texts);
            Assert.Equal([1, 3, 5, 8], read.Records.Select(record => record.Number));
            Assert.Equal([TextKind.Plain, TextKind.Html, TextKind.Plain, TextKind.Plain], read.Records.Select(record => record.Kind));
            Assert.All(read.Records, record => Assert.True(Archive.AsSpan((int)record.Offset).StartsWith(record.Octets)));
            Assert.StartsWith("WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://news.example/conversion\r\n", read.Records[0].Head, StringComparison.Ordinal);
            Assert.EndsWith("Content-Length: 10", read.Records[0].Head, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_member_of_gzip_for_each_record_is_the_same()
    {
        byte[] packed = [.. Packed.Gzip(Record("conversion", "text/plain", "a"u8)), .. Packed.Gzip(Record("conversion", "text/plain", "b"u8))];
        Assert.Equal(["a", "b"], Corpus.Read("a.warc.gz", packed).Texts);
    }

    public static TheoryData<string, string> Codings
    {
        get
        {
            const string page = "<html><p>a page that is long enough to be packed, a page that is long enough to be packed</html>";
            var octets = Encoding.UTF8.GetBytes(page);
            return new TheoryData<string, string>
            {
                { "Content-Encoding: gzip", Convert.ToBase64String(Packed.Gzip(octets)) },
                { "Content-Encoding: BR", Convert.ToBase64String(Packed.Brotli(octets)) },
                { "Content-Encoding: deflate", Convert.ToBase64String(Packed.Zlib(octets)) },
                { "Content-Encoding: deflate", Convert.ToBase64String(Packed.Deflate(octets)) },
                { "Content-Encoding: zstd", Convert.ToBase64String(Packed.Zstd(octets)) },
                { "Content-Encoding: br, gzip", Convert.ToBase64String(Packed.Gzip(Packed.Brotli(octets))) },
                { "Transfer-Encoding: chunked", Convert.ToBase64String(Chunked(octets)) },
                { "Transfer-Encoding: chunked\r\nContent-Encoding: gzip", Convert.ToBase64String(Chunked(Packed.Gzip(octets))) },
                { "Transfer-Encoding: chunked\r\nContent-Encoding: gzip", Convert.ToBase64String(octets) },
                { "X-Crawler-Content-Encoding: gzip", Convert.ToBase64String(octets) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Codings))]
    public void Bodies_are_decoded(string headers, string body)
    {
        var read = Corpus.Read("a.warc", [.. Response("Content-Type: text/html\r\n" + headers, Convert.FromBase64String(body)), .. Record("conversion", "text/plain", "behind"u8)]);
        Assert.Null(read.Problem);
        Assert.Equal(0, read.Skipped);
        Assert.Equal(["<html><p>a page that is long enough to be packed, a page that is long enough to be packed</html>", "behind"], read.Texts);
    }

    [Fact]
    public void The_charset_of_a_response_goes_before_that_of_the_page()
    {
        var body = CodePagesEncodingProvider.Instance.GetEncoding(932)!.GetBytes("<meta charset=utf-8>世界");
        Assert.Equal(["<meta charset=utf-8>世界"], Corpus.Read("a.warc", Response("Content-Type: text/html; Charset=\"Shift_JIS\"", body)).Texts);
        body = CodePagesEncodingProvider.Instance.GetEncoding(51932)!.GetBytes("<meta charset=euc-jp>世界");
        Assert.Equal(["<meta charset=euc-jp>世界"], Corpus.Read("a.warc", Response("Content-Type: text/html", body)).Texts);
    }

    [Fact]
    public void A_body_that_is_damaged_is_counted_and_the_next_record_is_read()
    {
        var packed = Packed.Gzip(Encoding.UTF8.GetBytes(new string('x', 100_000)));
        var read = Corpus.Read("a.warc", [.. Response("Content-Type: text/plain\r\nContent-Encoding: gzip", packed.AsSpan(0, packed.Length / 2)), .. Response("Content-Type: text/plain\r\nContent-Encoding: magic", "x"u8), .. Record("conversion", "text/plain", "behind"u8)]);
        Assert.Equal("behind", read.Texts.Last());
        Assert.Equal(2, read.Skipped);
        Assert.StartsWith("record 1 has a body that is not read to its end", read.FirstSkipped, StringComparison.Ordinal);
        Assert.Null(read.Problem);
    }

    [Fact]
    public void A_body_that_is_a_bomb_is_not_unpacked()
    {
        var read = Corpus.Read("a.warc", [.. Response("Content-Type: text/plain\r\nContent-Encoding: br", Packed.Brotli(new byte[200 * 1024 * 1024])), .. Record("conversion", "text/plain", "behind"u8)]);
        Assert.Equal("behind", read.Texts.Last());
        Assert.Contains("1,000 times its size", read.FirstSkipped, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_an_archive_breaks_off_what_came_before_is_good()
    {
        for (var length = 1; length < Archive.Length - 4; length++)
        {
            var read = Corpus.Read("a.warc", Archive[..length]);
            var isBetween = Archive.AsSpan(length).TrimStart("\r\n"u8).StartsWith("WARC/1.0\r\n"u8);
            Assert.True(isBetween == read.Problem is null, $"{length}: {read.Problem}");
            Assert.Equal(0, read.Skipped);
        }
    }

    [Fact]
    public void What_does_not_begin_as_a_record_ends_it()
    {
        var read = Corpus.Read("a.warc", [.. Record("conversion", "text/plain", "a"u8), .. "nothing of the kind"u8]);
        Assert.Equal(["a"], read.Texts);
        Assert.StartsWith("no head of a WARC record with its length stands at octet ", read.Problem, StringComparison.Ordinal);
        Assert.NotNull(Corpus.Read("a.warc", "WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n"u8.ToArray()).Problem);
        Assert.NotNull(Corpus.Read("a.warc", [.. "WARC/1.0\r\n"u8, .. new byte[100_000]]).Problem);
    }

    [Fact]
    public void A_long_text_comes_in_parts()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 4_000_000).Select(number => number % 10_007)));
        var read = Corpus.Read("a.warc", Record("conversion", "text/plain", text));
        Assert.Equal(1 + ((text.Length - RecordBatch.PartOverlap - 1) / (RecordBatch.PartMax - RecordBatch.PartOverlap)), read.Records.Count);
        Assert.Equal(text, read.Whole());
        Assert.All(read.Records, part => Assert.EndsWith($"Content-Length: {text.Length}", part.Head, StringComparison.Ordinal));
    }

    [Fact]
    public void However_it_is_damaged_nothing_is_thrown()
    {
        byte[] coded = [.. Response("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip", Chunked(Packed.Gzip("<p>text"u8))), .. Response("Content-Type: text/html; charset=euc-jp\r\nContent-Encoding: br", Packed.Brotli("<p>text"u8))];
        Fuzz.Run(3000, [Archive, coded], input =>
        {
            var atOnce = Corpus.Read("a.warc", input);
            var bySeven = Corpus.Read(new MadeStream(input.Length, at => input[at], atOnce: 7), "a.warc");
            Assert.Equal(atOnce.Texts, bySeven.Texts);
            Assert.Equal((atOnce.Skipped, atOnce.FirstSkipped, atOnce.Problem, atOnce.Stamp), (bySeven.Skipped, bySeven.FirstSkipped, bySeven.Problem, bySeven.Stamp));
        });
    }
}
