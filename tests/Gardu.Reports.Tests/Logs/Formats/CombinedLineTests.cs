using System.Text;
using CsCheck;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Formats;
using Gardu.Testing;

namespace Gardu.Reports.Tests.Logs.Formats;

/// <summary>The fast way may leave lines to the other one, but never reads one differently.</summary>
public sealed class CombinedLineTests
{
    [Fact]
    public void Both_ways_read_the_same() => RandomEntries.All.Sample(entry => Check(Encoding.UTF8.GetBytes(Rendered.Nginx(entry) + "\nnext \"line\"")));

    [Theory]
    [InlineData("\n", 1)]
    [InlineData("\r\n", 2)]
    [InlineData("", 0)]
    public void An_ordinary_line_is_read_with_its_end(string end, int length)
    {
        var line = "192.0.2.7 - - [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200 2326 \"-\" \"curl/8.5.0\"";
        var entry = new LogEntry { Scratch = new byte[LogEntry.LineBytesMax] };
        Assert.Equal(line.Length + length, CombinedLine.Read(Encoding.ASCII.GetBytes(line + end + (end == "" ? "" : line)), ref entry));
        Assert.Equal("curl/8.5.0", Encoding.ASCII.GetString(entry.UserAgent));
    }

    [Fact]
    public void Damage_makes_no_difference() => Fuzz.Run(
        30_000,
        [
            .. new[]
            {
                "192.0.2.7 - - [17/May/2015:10:05:03 +0200] \"GET /a?b HTTP/1.1\" 200 2326 \"https://x.example/\" \"Mozilla/5.0 (compatible)\"\n192.0.2.8 - - [17/May/2015:10:05:04 +0200] \"GET / HTTP/2.0\" 304 - \"-\" \"-\"\n",
                "2001:db8::1,10.0.0.1 - - [17/May/2015:10:05:03 +0200] \"GET http://x.example:80/ HTTP/1.1\" 200 2326 \"-\" \"\"\r\nx",
            }.Select(Encoding.ASCII.GetBytes),
        ], Check);

    static void Check(byte[] text)
    {
        var fast = new LogEntry { Scratch = new byte[LogEntry.LineBytesMax] };
        var taken = CombinedLine.Read(text, ref fast);
        if (taken == 0)
            return;
        var line = text.AsSpan(0, taken).TrimEnd((byte)'\n');
        if (line is [.., (byte)'\r'])
            line = line[..^1];
        Assert.False(line.Contains((byte)'\n'));
        var other = ReadEntry.From(ClfFormat.Any, line.ToArray());
        Assert.Equal(other, new ReadEntry
        {
            Address = Encoding.UTF8.GetString(fast.Address), Host = Encoding.UTF8.GetString(fast.Host), Method = Encoding.UTF8.GetString(fast.Method), Target = Encoding.UTF8.GetString(fast.Target),
            Referrer = Encoding.UTF8.GetString(fast.Referrer), UserAgent = Encoding.UTF8.GetString(fast.UserAgent), Time = DateTimeOffset.FromUnixTimeMilliseconds(fast.Time), Status = fast.Status, Bytes = fast.Bytes,
        });
        Assert.True(fast.HasUserAgent);
    }
}
