using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.EndToEnd;

public sealed class ProxyTests : IDisposable
{
    readonly Scratch scratch = new();

    [Fact]
    public async Task Behind_nginx_the_clients_own_address_counts()
    {
        await using var origin = await Origin.Start(context => context.Response.WriteAsync(
            $"{context.Request.Host} {context.Request.Headers["X-Forwarded-For"]} {context.Request.Headers["X-Forwarded-Proto"]}"));
        Directory.CreateDirectory(scratch.PathOf("gardu-data/feeds"));
        scratch.Write("gardu-data/feeds/gptbot.json", $$"""
            {"creationTime": "{{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss}}", "prefixes": [{"ipv4Prefix": "203.0.113.0/24"}]}
            """);
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url, "allow") + "trusted-proxies: [127.0.0.1]\n");
        var port = Clients.FreePort();
        await using var nginx = await Nginx.Start(scratch.PathOf("nginx"), $$"""
              server {
                listen 127.0.0.1:{{port}};
                # As a load balancer in front of nginx would have said it.
                set_real_ip_from 127.0.0.1;
                real_ip_header X-Test-Client;
                location / {
                  proxy_pass {{gardu.Url}};
                  proxy_http_version 1.1;
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $remote_addr;
                  proxy_set_header X-Forwarded-Proto https;
                }
              }
            """, port);

        Assert.Equal("news.example 203.0.113.9, 127.0.0.1 https", await Ask(port, Clients.GptBot, "203.0.113.9"));
        Assert.Equal("news.example 198.51.100.1, 127.0.0.1 https", await Ask(port, Clients.GptBot, "198.51.100.1"));
        await Eventually.True(async () => (await gardu.Usage()).Count == 2, "both are recorded");
        Assert.Equal(
            [("GPTBot", "address", "203.0.113.0/24"), ("GPTBot", "spoofed", "198.51.100.0/24")],
            (await gardu.Usage()).Select(record => (record.Agent, record.Proof, record.Address)));
        Assert.DoesNotContain("trusted-proxies", gardu.Errors, StringComparison.Ordinal);
    }

    static async Task<string> Ask(int port, string userAgent, string address)
    {
        using var client = Clients.At(new Uri("http://news.example/"), userAgent, new Uri($"http://127.0.0.1:{port}"));
        client.DefaultRequestHeaders.Add("X-Test-Client", address);
        return await client.GetStringAsync("/article", TestContext.Current.CancellationToken);
    }

    public void Dispose() => scratch.Dispose();
}
