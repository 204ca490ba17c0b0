using System.Globalization;
using Gardu.Testing.Live;

namespace Gardu.Interop;

/// <summary>Names of addresses out of dnsmasq, through the running gate and its configuration.</summary>
public sealed class NameServerTests : IDisposable
{
    const string Googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_name_that_leads_back_proves_and_every_other_shows_a_lie()
    {
        var port = Clients.FreePort();
        await using var names = ExternalProcess.Start(Needs.Program("dnsmasq"), [
            "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--pid-file=", "--user=", "--bind-interfaces",
            "--listen-address=127.0.0.1", $"--port={port.ToString(CultureInfo.InvariantCulture)}", "--local=/#/",
            "--txt-record=in-addr.arpa,zone", "--txt-record=ip6.arpa,zone", // it knows the world
            "--host-record=crawl-66-249-66-1.googlebot.com,66.249.66.1", // both ways
            "--host-record=crawl.googlebot.com,2001:4860:4801::1",
            "--ptr-record=2.66.249.66.in-addr.arpa,crawl-66-249-66-1.googlebot.com", // leads back to another address
            "--ptr-record=3.66.249.66.in-addr.arpa,no-such-host.googlebot.com", // leads nowhere
            "--host-record=crawl.evilgooglebot.com,66.249.66.4",
            "--host-record=crawl.googlebot.com.evil.example,66.249.66.5",
        ], scratch.Folder);
        await Listening.On(port, names);
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, $"""
            dns: 127.0.0.1:{port}
            trusted-proxies: 127.0.0.0/8
            sites:
              - host: "*"
                origin: {origin.Url.GetLeftPart(UriPartial.Authority)}
                mode: enforce

            """, new Dictionary<string, string> { ["GARDU__DNS"] = $"127.0.0.1:{port}" });
        string[] addresses = ["66.249.66.1", "2001:4860:4801::1", "66.249.66.2", "66.249.66.3", "66.249.66.4", "66.249.66.5", "66.249.66.6"];
        using var client = gardu.Client(Googlebot);
        // Loaded machines may answer a first question later than a request waits, so each address is asked about until it is settled.
        foreach (var address in addresses)
            await Eventually.True(async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"/{address}");
                request.Headers.Add("X-Forwarded-For", address);
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                await Eventually.True(async () => (await gardu.Usage()).Any(record => record.Path == $"/{address}"), "it is on record");
                return (await gardu.Usage()).Last(record => record.Path == $"/{address}").Grounds != "proof-pending";
            }, $"the name of {address} is known");
        var last = (await gardu.Usage()).GroupBy(record => record.Path[1..]).ToDictionary(group => group.Key, group => $"{group.Last().Proof} {group.Last().Grounds}");
        Assert.Equal(
            new SortedDictionary<string, string>
            {
                ["66.249.66.1"] = "dns name-confirmed", ["2001:4860:4801::1"] = "dns name-confirmed",
                ["66.249.66.2"] = "spoofed name-not-confirmed", ["66.249.66.3"] = "spoofed name-not-confirmed", ["66.249.66.4"] = "spoofed name-not-confirmed",
                ["66.249.66.5"] = "spoofed name-not-confirmed", ["66.249.66.6"] = "spoofed name-not-confirmed",
            },
            new SortedDictionary<string, string>(last));
    }
}
