using System.Text;
using Gardu.Protocols.Html;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Rsl;

public sealed class RslDiscoveryTests
{
    static readonly Uri Page = new("https://pub.example/articles/1");

    const string Feed = """
        <?xml version="1.0"?>
        <rss version="2.0" xmlns:rsl="https://rslstandard.org/rsl"><channel>
          <link>https://pub.example/</link>
          <item><link>https://pub.example/1</link><rsl:content url=""><rsl:license><rsl:prohibits type="usage">ai-train</rsl:prohibits></rsl:license></rsl:content></item>
          <item><rsl:content url="https://pub.example/2"><rsl:license/></rsl:content><title>Two</title><link><![CDATA[ https://PUB.example/2 ]]></link></item>
          <item><link>https://pub.example/3</link><rsl:content url="https://other.example/3"><rsl:license/></rsl:content></item>
          <item><rsl:content url="/4"><rsl:license/></rsl:content></item>
          <item><link>https://pub.example/5</link><rsl:content url="/5"/></item>
          <item><link>https://pub.example/6</link></item>
        </channel></rss>
        """;

    const string Packet = """
        <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rsl:rsl xmlns:rsl="https://rslstandard.org/rsl"><rsl:content url="https://pub.example/a.jpg"><rsl:license><rsl:permits type="usage">search</rsl:permits></rsl:license></rsl:content></rsl:rsl>
        </rdf:RDF></x:xmpmeta>
        <?xpacket end="w"?>
        """;

    static string Said(RslSource source) => $"{source.Channel}: {source.Address?.AbsoluteUri ?? source.Document?.Contents[0].Url ?? source.Error}";

    [Theory]
    [InlineData("GPTBot", "robots.txt: https://pub.example/gpt.xml")]
    [InlineData("CCBot", "robots.txt: https://pub.example/license.xml")]
    [InlineData("AcmeBot", "robots.txt: the License \"/all.xml\" is no absolute address")]
    public void A_group_in_robots_txt_counts_before_the_file(string agent, string said)
    {
        var robots = RobotsTxt.Parse("License: https://pub.example/license.xml\nUser-agent: GPTBot\nDisallow: /\nLicense: https://pub.example/gpt.xml\n\nUser-agent: CCBot\nDisallow: /\n\nUser-agent: *\nLicense: /all.xml"u8);
        Assert.Equal([said], RslDiscovery.InRobots(robots, agent).Select(Said));
    }

    [Fact]
    public void Links_of_the_right_type_are_found() => Assert.Equal(
        ["Link header: https://pub.example/l.xml", "Link header: https://pub.example/articles/m.xml"],
        RslDiscovery.InHeader("</l.xml>; rel=license; type=\"application/rsl+xml\", </cc>; rel=license, </x>; rel=next; type=application/rsl+xml, <m.xml>; rel=\"a license\"; type=\"Application/RSL+XML; charset=utf-8\"", Page).Select(Said));

    [Fact]
    public void A_page_links_to_documents_and_holds_them()
    {
        var page = WebPage.Parse("<link rel=license type=application/rsl+xml href=/l.xml><script type=application/rsl+xml><rsl xmlns='https://rslstandard.org/rsl'><content url=''><license/></content></rsl></script><script type=application/rsl+xml>x</script>"u8.ToArray(), Page);
        var found = RslDiscovery.InPage(page).ToArray();
        Assert.Equal("HTML link: https://pub.example/l.xml", Said(found[0]));
        Assert.Equal("HTML script: https://pub.example/articles/1$", Said(found[1]));
        Assert.NotNull(found[2].Error);
    }

    [Fact]
    public void Items_of_a_feed_have_contents_of_their_own_site()
    {
        var found = RslDiscovery.InXml(Encoding.UTF8.GetBytes(Feed)).Select(Said).ToArray();
        Assert.Equal(5, found.Length);
        Assert.Equal("RSS item: https://pub.example/1", found[0]);
        Assert.Equal("RSS item: https://pub.example/2", found[1]);
        Assert.Equal("RSS item: it speaks of \"https://other.example/3\", which is not of the site of its item https://pub.example/3", found[2]);
        Assert.Equal("RSS item: its item has no link with an absolute address", found[3]);
        Assert.EndsWith("the content \"/5\" has no license", found[4], StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_is_found_inside_other_xml()
    {
        var found = Assert.Single(RslDiscovery.InXml(Encoding.UTF8.GetBytes(Packet)));
        Assert.Equal(["search"], found.Document!.Contents[0].Licenses[0].Permits.Usage!);
    }

    [Fact]
    public void Xml_that_breaks_off_gives_what_came_before()
    {
        var found = RslInXml.Find(Encoding.UTF8.GetBytes(Packet.Replace("</rdf:RDF>", "<", StringComparison.Ordinal)), out var error);
        Assert.NotNull(error);
        Assert.Single(found);
        found = RslInXml.Find(Encoding.UTF8.GetBytes(Feed.Replace("<title>Two</title>", "<", StringComparison.Ordinal)), out _);
        Assert.Equal([null, "its item breaks off"], found.Select(fragment => fragment.Error));
    }

    [Fact]
    public void Damaged_xml_never_throws() =>
        Fuzz.Run(5_000, [Encoding.UTF8.GetBytes(Feed), Encoding.UTF8.GetBytes(Packet)], bytes => Assert.NotNull(RslDiscovery.InXml(bytes).ToArray()));
}
