using System.Diagnostics;
using Harness;

namespace GateBench;

/// <summary>All the servers of one run, each on its own port of this machine.</summary>
sealed class Peers(string root) : IDisposable
{
    public const int NginxPort = 9101, YarpPort = 9102, CaddyPort = 9105, Kestrel403Port = 9106, Kestrel402Port = 9107, Nginx402Port = 9108;

    readonly Servers servers = new(root);

    public Process Gardu { get; private set; } = null!; // set by StartAsync, before anybody asks

    /// <summary>From the start of the program to its ready line.</summary>
    public TimeSpan StartTook { get; private set; }

    public async Task StartAsync()
    {
        (Gardu, StartTook) = servers.StartGardu();
        File.WriteAllBytes(servers.File("403.html"), await Body("GPTBot"));
        File.WriteAllBytes(servers.File("402.html"), await Body("ChatGPT-User"));
        servers.StartNginx(NginxServers());
        servers.Start("dotnet", servers.Built("BareYarp"), Servers.Url(YarpPort), Servers.Url(Servers.OriginPort));
        servers.Start("dotnet", servers.Built("BareKestrel"), Servers.Url(Kestrel403Port), "403", servers.File("403.html"));
        servers.Start("dotnet", servers.Built("BareKestrel"), Servers.Url(Kestrel402Port), "402", servers.File("402.html"));
        File.WriteAllText(servers.File("Caddyfile"), $$"""
            {
              admin off
              auto_https off
            }
            {{Servers.Url(CaddyPort)}} {
              reverse_proxy 127.0.0.1:{{Servers.OriginPort}}
            }

            """);
        servers.Start("caddy", "run", "--adapter", "caddyfile", "--config", servers.File("Caddyfile"));
        await Servers.Answer(Servers.OriginPort, NginxPort, YarpPort, CaddyPort, Kestrel403Port, Kestrel402Port, Nginx402Port);
    }

    string NginxServers() => $$"""
          upstream origin { server 127.0.0.1:{{Servers.OriginPort}}; keepalive 64; keepalive_requests 1000000000; }
          server { listen 127.0.0.1:{{NginxPort}}; location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://origin; } }
          server { listen 127.0.0.1:{{Nginx402Port}}; location / { add_header crawler-price "USD 0.002" always; return 402 '{{File.ReadAllText(servers.File("402.html")).Replace("'", "\\'", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal)}}'; } }
        """;

    static async Task<byte[]> Body(string userAgent)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        using var answer = await client.GetAsync(Servers.Url(Servers.GarduPort) + "/");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    public void Dispose() => servers.Dispose();
}
