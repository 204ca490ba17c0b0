using System.Text;
using Gardu.Agents.Feeds;
using Gardu.Testing;

namespace Gardu.Agents.Tests.Feeds;

public sealed class FeedFileTests
{
    static AddressFeed Read(string json)
    {
        Assert.True(FeedFile.TryParse("x.json", Encoding.UTF8.GetBytes(json), TestData.Now, out var feed, out var error), error);
        Assert.Null(error);
        return feed!;
    }

    static string ErrorOf(byte[] json)
    {
        Assert.False(FeedFile.TryParse("x.json", json, TestData.Now, out var feed, out var error));
        Assert.Null(feed);
        return error!;
    }

    [Fact]
    public void The_usual_form_is_read()
    {
        var feed = Read("""{"creationTime":"2026-11-01T00:00:00.000000","prefixes":[{"ipv4Prefix":"192.0.2.0/24"},{"ipv6Prefix":"2001:db8::/32"}]}""");
        Assert.Equal(("x.json", new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), 0), (feed.File, feed.Dated, feed.Rejected));
        Assert.Equal([TestData.Range("192.0.2.0/24"), TestData.Range("2001:db8::/32")], feed.Ranges);
    }

    [Theory]
    [InlineData("""{"PREFIXES":[{"IPv4PREFIX":"192.0.2.0/24","service":"x"}],"syncToken":1,"notes":{"a":[1]}}""")]
    [InlineData("""{"prefixes":[{"ip_prefix":"192.0.2.0/24","region":"x"}]}""")]
    [InlineData("""{"prefixes":[],"ipv6_prefixes":[{"ipv6_prefix":"192.0.2.0/24"}]}""")]
    [InlineData("""["192.0.2.0/24"]""")]
    [InlineData("""[{"cidr":"192.0.2.0/24"}]""")]
    [InlineData("""{"prefixes":["192.0.2.255/24"]}""")]
    [InlineData("""{"prefixes":[{"ipv4Prefix":" 192.0.2.0/24 "},],}""")]
    [InlineData("\uFEFF{\"prefixes\":[\"192.0.2.0/24\"]} // end")]
    public void Other_forms_are_read_too(string json) => Assert.Equal([TestData.Range("192.0.2.0/24")], Read(json).Ranges);

    [Fact]
    public void A_host_needs_no_prefix_length() => Assert.Equal([TestData.Range("192.0.2.7/32")], Read("""{"prefixes":[{"ipv4Prefix":"192.0.2.7"}]}""").Ranges);

    [Fact]
    public void What_cannot_be_read_is_counted_and_passed_over()
    {
        var feed = Read("""{"prefixes":[{"ipv4Prefix":"192.0.2.0/99"},{},1,null,"x",{"ipv4Prefix":5},{"ipv4Prefix":"\ud800"},{"\ud800":"1"},["192.0.2.1"],{"ipv4Prefix":"192.0.2.1"}]}""");
        Assert.Equal((1, 9), (feed.Ranges.Count, feed.Rejected));
    }

    [Theory]
    [InlineData("""{"creationTime":"soon","prefixes":["192.0.2.1"]}""")]
    [InlineData("""{"creationTime":20261101,"prefixes":["192.0.2.1"]}""")]
    [InlineData("""{"creationTime":"\ud800","prefixes":["192.0.2.1"]}""")]
    [InlineData("""["192.0.2.1"]""")]
    public void Without_a_date_the_files_own_counts(string json) => Assert.Equal(TestData.Now, Read(json).Dated);

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{"prefixes":[]}""")]
    [InlineData("""{"prefixes":{"ipv4Prefix":"192.0.2.1"}}""")]
    [InlineData("""{"addresses":["192.0.2.1"]}""")]
    [InlineData("7")]
    [InlineData("null")]
    public void A_list_holds_an_address(string json) => Assert.Equal("holds no address", ErrorOf(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("")]
    [InlineData("<html>not found</html>")]
    [InlineData("""{"prefixes":["192.0.2.1"]""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]")]
    public void Anything_but_json_is_no_list(string text) => Assert.Equal("not JSON", ErrorOf(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_huge_file_is_no_list() => Assert.Equal("larger than 1024 KiB", ErrorOf(new byte[FeedFile.BytesMax + 1]));

    [Fact]
    public void Damaged_lists_are_read_or_refused()
    {
        byte[][] corpus =
        [
            [.. """{"creationTime":"2026-11-01T00:00:00.000000","prefixes":[{"ipv4Prefix":"192.0.2.0/24"},{"ipv6Prefix":"2001:db8::/32"}]}"""u8],
            [.. """{"syncToken":"1","createDate":"2026","prefixes":[{"ip_prefix":"192.0.2.0/24","x":"\ud83d\ude00"}],"ipv6_prefixes":[{"ipv6_prefix":"2001:db8::/32"}]}"""u8],
            [.. "\uFEFF[\"192.0.2.1\", \"::1\", null, 7e3, {\"\\ud800\":\"\\udc00\"}] /* c */"u8],
        ];
        Fuzz.Run(30_000, corpus, json =>
        {
            var read = FeedFile.TryParse("x.json", json, TestData.Now, out var feed, out var error);
            Assert.Equal((read, read), (feed is { Ranges.Count: > 0 }, error is null));
        });
    }
}
