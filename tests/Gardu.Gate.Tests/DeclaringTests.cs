using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Tests;

public sealed class DeclaringTests
{
    const string OriginRobots = "User-agent: *\nDisallow: /wp-admin/\n\nUser-agent: GPTBot\nAllow: /\n\nSitemap: https://a.example/sitemap.xml\n";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static Task<Origin> OriginWith(string robots) => OriginWith(() => (200, robots));

    static Task<Origin> OriginWith(Func<(int Status, string Body)> robots) => Origin.Start(context =>
    {
        var (status, body) = context.Request.Path == "/robots.txt" ? robots() : (200, "hello");
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    });

    [Fact]
    public async Task Robots_txt_is_the_terms_and_then_the_origins_file_byte_for_byte()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        using var answer = await machine.GetAsync("/robots.txt?x=1", Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal((200, "text/plain"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.EndsWith("\n" + OriginRobots, body, StringComparison.Ordinal);
        Assert.Contains($"License: {gate.Url.GetLeftPart(UriPartial.Authority)}/license.xml\n", body, StringComparison.Ordinal);
        var robots = RobotsTxt.Parse(Encoding.UTF8.GetBytes(body));
        Assert.False(robots.IsAllowed("GPTBot", "/a"));
        Assert.True(robots.IsAllowed("GPTBot", "/license.xml"));
        Assert.True(robots.IsAllowed("Googlebot", "/a"));
        Assert.False(robots.IsAllowed("Googlebot", "/wp-admin/"));
        Assert.False(robots.IsAllowed("Googlebot", "/members/"));
        Assert.True(answer.Headers.Contains("Gardu-Request"));
        Assert.Equal(200, (await gate.Store.WaitFor(record => record.Path == "/robots.txt?x=1")).Status);
    }

    [Fact]
    public async Task People_read_the_same_and_HEAD_tells_its_length()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url);
        using var person = gate.Client(TestGate.Browser);
        var body = await person.GetByteArrayAsync("/robots.txt", Stop);
        using var head = await person.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/robots.txt"), Stop);
        Assert.Equal(body.Length, head.Content.Headers.ContentLength);
        Assert.Single(origin.Seen); // a fresh copy is not asked for again
    }

    [Fact]
    public async Task The_licence_and_the_reservation_are_served()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("ClaudeBot/1.0");
        using var rsl = await machine.GetAsync("/license.xml", Stop);
        Assert.Equal("application/rsl+xml", rsl.Content.Headers.ContentType!.MediaType);
        var document = await rsl.Content.ReadAsByteArrayAsync(Stop);
        Assert.Contains($"{gate.Url.GetLeftPart(UriPartial.Authority)}/licensing/", Encoding.UTF8.GetString(document), StringComparison.Ordinal);
        Assert.True(RslReader.TryParse(document, out _, out var error), error);
        Assert.Contains("tdm-reservation", await machine.GetStringAsync("/.well-known/tdmrep.json", Stop), StringComparison.Ordinal);
        Assert.Empty(origin.Seen);
    }

    [Fact]
    public async Task Where_nothing_is_declared_the_origin_answers()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url, TestGate.Terms.Replace("enforce", "observe", StringComparison.Ordinal));
        using var machine = gate.Client("GPTBot/1.3");
        Assert.Equal(OriginRobots, await machine.GetStringAsync("/robots.txt", Stop));
        Assert.Equal("hello", await machine.GetStringAsync("/license.xml", Stop));
    }

    [Fact]
    public async Task An_origin_without_the_file_has_nothing_to_add()
    {
        await using var origin = await OriginWith(() => (404, "<h1>Allow: /</h1>"));
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        var body = await machine.GetStringAsync("/robots.txt", Stop);
        Assert.DoesNotContain("h1", body, StringComparison.Ordinal);
        Assert.DoesNotContain("follows", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_origin_fails_the_terms_stand_alone_and_are_not_kept()
    {
        await using var origin = await OriginWith(() => (503, "down"));
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        using var answer = await machine.GetAsync("/robots.txt", Stop);
        var body = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Contains("cannot be had", body, StringComparison.Ordinal);
        Assert.False(RobotsTxt.Parse(Encoding.UTF8.GetBytes(body)).IsAllowed("GPTBot", "/a"));
        Assert.Contains(gate.Log, line => line.Contains("it answers 503", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Allow: /members/\nUser-agent: x\nDisallow: /\n")] // names nobody: must not join the group above
    [InlineData("\uFEFFUser-agent: *\nDisallow: /b/\n")]
    public async Task Nothing_that_the_origin_writes_joins_a_group_of_the_terms(string robots)
    {
        await using var origin = await OriginWith(robots);
        await using var gate = await TestGate.Start(origin.Url);
        using var machine = gate.Client("GPTBot/1.3");
        var merged = RobotsTxt.Parse(await machine.GetByteArrayAsync("/robots.txt", Stop));
        Assert.False(merged.IsAllowed("AnyBot", "/members/"));
        Assert.Equal(RobotsTxt.Parse(Encoding.UTF8.GetBytes(robots)).IsAllowed("AnyBot", "/b/"), merged.IsAllowed("AnyBot", "/b/"));
    }

    [Fact]
    public async Task Another_method_is_the_origins_to_answer()
    {
        await using var origin = await OriginWith(OriginRobots);
        await using var gate = await TestGate.Start(origin.Url);
        using var person = gate.Client(TestGate.Browser);
        using var answer = await person.PostAsync("/license.xml", null, Stop);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Stop));
    }
}
