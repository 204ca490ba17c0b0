using System.IO.Compression;
using System.Text;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Input;
using Gardu.Reports.Tests.Traffic;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Tests.Logs.Input;

public sealed class LogInputTests
{
    [Fact]
    public void An_empty_log_has_no_requests_and_no_times()
    {
        var summary = TestReports.Read("");
        Assert.Equal((0L, 0L, 0L), (summary.Source.Lines, summary.Traffic.Requests, summary.Traffic.Bytes));
        Assert.Null(summary.Source.From);
        Assert.Null(summary.Source.To);
        Assert.Equal(0, summary.Traffic.MachineShare);
    }

    [Fact]
    public void Blank_lines_and_directives_are_no_lines()
    {
        var summary = TestReports.Read($"\n\r\n  \t \n#Software: x\n{TestReports.Line()}\n#Fields: odd\njunk\n");
        Assert.Equal((2L, 1L, 1L), (summary.Source.Lines, summary.Source.Parsed, summary.Source.Rejected));
    }

    [Fact]
    public void Line_ends_may_be_CRLF_and_the_last_may_be_missing()
    {
        var log = (TestReports.Line() + TestReports.Line()).Replace("\n", "\r\n", StringComparison.Ordinal).TrimEnd();
        Assert.Equal(2, TestReports.Read(log).Source.Parsed);
        Assert.Equal(0, TestReports.Read(log).Source.Rejected);
    }

    [Fact]
    public void A_byte_order_mark_belongs_to_no_line() =>
        Assert.Equal(1, TestReports.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(TestReports.Line())]).Source.Parsed);

    [Fact]
    public void Gzip_is_known_by_its_first_bytes_member_after_member()
    {
        byte[] log = [.. Gzip(Lines(10)), .. Gzip(Lines(20))];
        Assert.Equal(30, TestReports.Read(log).Source.Parsed);
    }

    [Fact]
    public void Zstandard_is_known_by_its_first_bytes_frame_after_frame()
    {
        using var compressor = new ZstdSharp.Compressor();
        byte[] log = [.. compressor.Wrap(Encoding.UTF8.GetBytes(Lines(10))), .. compressor.Wrap(Encoding.UTF8.GetBytes(Lines(20)))];
        Assert.Equal(30, TestReports.Read(log).Source.Parsed);
    }

    [Fact]
    public void A_gzip_that_breaks_off_counts_as_far_as_it_goes_and_says_so()
    {
        var whole = Gzip(Lines(20_000));
        var summary = TestReports.Read(whole[..(whole.Length / 2)]);
        Assert.InRange(summary.Source.Parsed, 5_000, 19_000);
        Assert.InRange(summary.Source.Rejected, 0, 1);
        Assert.Equal(summary.Source.Parsed, summary.Row("GPTBot").Requests);
        Assert.Contains(summary.Source.Notes, note => note.StartsWith("log0: cannot be read to its end", StringComparison.Ordinal));
    }

    [Fact]
    public void A_zstandard_that_breaks_off_counts_as_far_as_it_goes_and_says_so()
    {
        using var compressor = new ZstdSharp.Compressor();
        var random = new Random(1);
        var lines = string.Concat(Enumerable.Range(0, 20_000).Select(_ => TestReports.Line(path: $"/{random.NextInt64():x}{random.NextInt64():x}")));
        var whole = compressor.Wrap(Encoding.UTF8.GetBytes(lines)).ToArray();
        var summary = TestReports.Read(whole[..(whole.Length / 2)]);
        Assert.InRange(summary.Source.Parsed, 1_000, 19_000);
        Assert.Contains(summary.Source.Notes, note => note.StartsWith("log0: cannot be read to its end", StringComparison.Ordinal));
    }

    [Fact]
    public void Damaged_compressed_logs_are_survived()
    {
        using var compressor = new ZstdSharp.Compressor();
        Gardu.Testing.Fuzz.Run(500, [Gzip(Lines(50)), compressor.Wrap(Encoding.UTF8.GetBytes(Lines(50))).ToArray(), Encoding.UTF8.GetBytes(Lines(5))], log =>
        {
            var source = TestReports.Read(log).Source;
            Assert.Equal(source.Lines, source.Parsed + source.Rejected);
        });
    }

    [Fact]
    public void Binary_junk_is_counted_and_survived()
    {
        var junk = new byte[3_000_000];
        new Random(7).NextBytes(junk);
        junk[0] = 1; // no magic number
        var summary = TestReports.ReadAll([junk, Encoding.UTF8.GetBytes(Lines(3))]);
        Assert.Equal(3, summary.Source.Parsed);
        Assert.True(summary.Source.Rejected > 1000);
        Assert.Equal(RejectedLines.LinesMax, summary.Source.RejectedLines.Count);
    }

    [Theory]
    [InlineData(LogEntry.LineBytesMax + 1)]
    [InlineData(LogBlock.Size)]
    [InlineData(LogBlock.Size * 2 - 17)]
    [InlineData(10_000_000)]
    public void A_line_that_is_too_long_is_one_rejected_line(int length)
    {
        var log = $"{TestReports.Line()}{new string('x', length)}\n{TestReports.Line()}";
        var summary = TestReports.Read(log);
        Assert.Equal((2L, 1L), (summary.Source.Parsed, summary.Source.Rejected));
        summary = TestReports.Read(new string('y', length) + "\n" + log + new string('z', length));
        Assert.Equal((2L, 3L), (summary.Source.Parsed, summary.Source.Rejected));
        Assert.Equal(["y", "x", "z"], summary.Source.RejectedLines.Select(line => ((char)line[0]).ToString()));
    }

    [Fact]
    public void The_longest_line_is_read_wherever_blocks_end()
    {
        var room = LogEntry.LineBytesMax - TestReports.Line(path: "/").TrimEnd().Length;
        var longest = TestReports.Line(path: "/" + new string('a', room));
        var tooLong = TestReports.Line(path: "/a" + new string('a', room));
        for (var lines = 1; lines < 12; lines++)
        {
            var log = string.Concat(Enumerable.Repeat(longest, lines)) + Lines(1) + tooLong + Lines(1);
            var summary = TestReports.Read(log);
            Assert.Equal((lines + 2L, 1L), (summary.Source.Parsed, summary.Source.Rejected));
        }
    }

    [Fact]
    public void Formats_may_be_mixed_line_by_line()
    {
        var entry = new ReadEntry { Address = "192.0.2.7", Host = "news.example", Method = "GET", Target = "/", Status = 200, Bytes = 1, UserAgent = TestReports.GptBot, Time = DateTimeOffset.FromUnixTimeSeconds(1_790_000_000) };
        var lines = new[] { Rendered.Apache(entry), Rendered.Caddy(entry), Rendered.Alb(entry), Rendered.VirtualHost(entry), Rendered.Traefik(entry), "junk" };
        var random = new Random(3);
        var log = string.Join('\n', Enumerable.Range(0, 6000).Select(_ => lines[random.Next(lines.Length)]).Append(""));
        var summary = TestReports.Read(log);
        Assert.Equal(log.Split('\n').Count(line => line == "junk"), summary.Source.Rejected);
        Assert.Equal(summary.Source.Parsed, summary.Row("GPTBot").Requests);
        Assert.Equal(6000, summary.Source.Lines);
    }

    [Fact]
    public void Fields_are_as_the_last_directive_says_over_all_blocks()
    {
        const string OneWay = "#Software: Microsoft Internet Information Services 10.0\r\n#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)\r\n";
        const string OtherWay = "#Fields: date time cs(User-Agent) sc-status sc-bytes cs-uri-stem cs-method c-ip\r\n";
        var log = new StringBuilder();
        for (var part = 0; part < 6; part++)
        {
            log.Append(part % 2 == 0 ? OneWay : OtherWay);
            for (var i = 0; i < 4000; i++)
                log.Append(part % 2 == 0
                    ? "2026-11-23 22:41:05 192.0.2.7 GET /one 200 Mozilla/5.0+(compatible;+bingbot/2.0)\r\n"
                    : "2026-11-23 22:41:05 CCBot/2.0+(https://commoncrawl.org/faq/) 200 7 /two GET 192.0.2.7\r\n");
        }
        foreach (var start in new[] { "", string.Concat(Enumerable.Repeat(TestReports.Line(), 3000)) })
        {
            var summary = TestReports.Read(start + log);
            Assert.Equal(0, summary.Source.Rejected);
            Assert.Equal(12_000, summary.Row("bingbot").Requests);
            Assert.Equal((12_000L, 84_000L), (summary.Row("CCBot").Requests, summary.Row("CCBot").Bytes));
        }
    }

    [Fact]
    public void A_format_that_was_named_is_the_only_one()
    {
        Assert.True(LogFormats.TryParse("json", out var json, out _));
        Assert.Equal(2, TestReports.Read(Encoding.UTF8.GetBytes(Lines(2)), format: json).Source.Rejected);
        Assert.True(LogFormats.TryParse("w3c", out var w3c, out _));
        Assert.Equal(2, TestReports.Read(Encoding.UTF8.GetBytes(Lines(2)), format: w3c).Source.Rejected);
    }

    [Fact]
    public void Clocks_may_go_backwards_and_time_zones_are_honoured()
    {
        var summary = TestReports.Read(
            TestReports.Line(time: "17/May/2026:10:00:00 +0000") + TestReports.Line(time: "17/May/2026:10:00:00 +0200") + TestReports.Line(time: "17/May/2026:10:00:00 -0500")
            + TestReports.Line(time: "17/May/2026:09:00:00 +0000"));
        Assert.Equal(new DateTimeOffset(2026, 5, 17, 8, 0, 0, TimeSpan.Zero), summary.Source.From);
        Assert.Equal(new DateTimeOffset(2026, 5, 17, 15, 0, 0, TimeSpan.Zero), summary.Source.To);
        Assert.Equal(summary.Source.From, summary.Row("GPTBot").FirstSeen);
        Assert.Equal(summary.Source.To, summary.Row("GPTBot").LastSeen);
    }

    [Fact]
    public void A_file_that_vanishes_is_told_and_the_others_are_read()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, Lines(1));
        var file = LogFile.FromPath(path);
        File.Delete(path);
        using var report = new LogReport([file, LogFile.FromStream("other", new MemoryStream(Encoding.UTF8.GetBytes(Lines(3))))], TestReports.Settings);
        var summary = report.Read();
        Assert.Equal(3, summary.Source.Parsed);
        Assert.Contains(summary.Source.Notes, note => note.Contains(path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_on_disk_tells_how_far_it_has_been_read()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Gzip(Lines(5000)));
        try
        {
            using var report = new LogReport([LogFile.FromPath(path)], TestReports.Settings);
            Assert.Equal(new FileInfo(path).Length, report.BytesTotal);
            Assert.Equal(0, report.BytesRead);
            Assert.Equal(5000, report.Read().Source.Parsed);
            Assert.Equal(report.BytesTotal, report.BytesRead);
        }
        finally
        {
            File.Delete(path);
        }
    }

    static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(i => TestReports.Line(path: $"/{i * 7919 % 104729}/{i}", bytes: i)));

    static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
