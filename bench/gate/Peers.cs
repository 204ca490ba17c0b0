using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GateBench;

/// <summary>All the servers of one run, each on its own port of this machine, stopped at the end whatever happens.</summary>
sealed class Peers : IDisposable
{
    public const int PageBytes = 4096;
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    public const int OriginPort = 9100, NginxPort = 9101, YarpPort = 9102, GarduPort = 9103, OperatorPort = 9104, CaddyPort = 9105, Kestrel403Port = 9106, Kestrel402Port = 9107, Nginx402Port = 9108;

    readonly List<Process> processes = [];
    readonly string folder = Directory.CreateTempSubdirectory("gardu-bench").FullName;
    readonly string root;

    public Peers(string root) => this.root = root;

    public Process Gardu { get; private set; } = null!; // set by StartAsync, before anybody asks

    /// <summary>From the start of the program to its ready line.</summary>
    public TimeSpan StartTook { get; private set; }

    public async Task StartAsync()
    {
        Process.Start("chmod", ["755", folder]).WaitForExit(); // nginx's workers are nobody
        File.WriteAllBytes(Path.Combine(folder, "page.html"), [.. Enumerable.Range(0, PageBytes).Select(i => (byte)('a' + i % 26))]);
        StartGardu();
        var (refuse403, refuse402) = (await Body("GPTBot"), await Body("ChatGPT-User"));
        File.WriteAllBytes(Path.Combine(folder, "403.html"), refuse403);
        File.WriteAllBytes(Path.Combine(folder, "402.html"), refuse402);
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), NginxConfiguration());
        Start("nginx", "-p", folder, "-c", Path.Combine(folder, "nginx.conf"));
        Start("dotnet", Built("BareYarp"), Url(YarpPort), Url(OriginPort));
        Start("dotnet", Built("BareKestrel"), Url(Kestrel403Port), "403", Path.Combine(folder, "403.html"));
        Start("dotnet", Built("BareKestrel"), Url(Kestrel402Port), "402", Path.Combine(folder, "402.html"));
        File.WriteAllText(Path.Combine(folder, "Caddyfile"), $$"""
            {
              admin off
              auto_https off
            }
            {{Url(CaddyPort)}} {
              reverse_proxy 127.0.0.1:{{OriginPort}}
            }

            """);
        Start("caddy", "run", "--adapter", "caddyfile", "--config", Path.Combine(folder, "Caddyfile"));
        foreach (var port in new[] { OriginPort, NginxPort, YarpPort, CaddyPort, Kestrel403Port, Kestrel402Port, Nginx402Port })
            await Answers(port);
    }

    public static string Url(int port) => $"http://127.0.0.1:{port}";

    string Built(string project) => Path.Combine(root, "artifacts", "bin", project, "release", $"{project}.dll");

    void StartGardu()
    {
        File.WriteAllText(Path.Combine(folder, "gardu.yaml"), $$"""
            listen: {{Url(GarduPort)}}
            operator: {{Url(OperatorPort)}}
            data: {{folder}}/data
            feeds: {refresh: off}
            sites:
              - host: "*"
                origin: {{Url(OriginPort)}}
                mode: enforce
                terms: [{path: /, search: allow, ai-input: 0.002 USD, ai-train: refuse}]
            """);
        // The second start is the one that counts: the first makes the database.
        for (var i = 0; i < 2; i++)
        {
            if (Gardu is { } earlier)
            {
                Process.Start("kill", ["-TERM", $"{earlier.Id}"]).WaitForExit();
                earlier.WaitForExit();
                processes.Remove(earlier);
            }
            var watch = Stopwatch.StartNew();
            Gardu = Start(Path.Combine(root, "artifacts", "publish", "gardu"), "up", "--config", Path.Combine(folder, "gardu.yaml"));
            if (Gardu.StandardOutput.ReadLine()?.StartsWith("ready ", StringComparison.Ordinal) != true)
                throw new InvalidOperationException("gardu did not start");
            StartTook = watch.Elapsed;
        }
    }

    string NginxConfiguration() => $$"""
        daemon off;
        pid {{folder}}/nginx.pid;
        error_log {{folder}}/nginx.log;
        worker_processes 1;
        events { worker_connections 4096; }
        http {
          access_log off;
          default_type text/html;
          keepalive_requests 1000000000;
          client_body_temp_path {{folder}}/a; proxy_temp_path {{folder}}/b; fastcgi_temp_path {{folder}}/c; uwsgi_temp_path {{folder}}/d; scgi_temp_path {{folder}}/e;
          open_file_cache max=16 inactive=1h;
          upstream origin { server 127.0.0.1:{{OriginPort}}; keepalive 64; keepalive_requests 1000000000; }
          server { listen 127.0.0.1:{{OriginPort}} backlog=1024; root {{folder}}; location / { try_files /page.html =404; } }
          server { listen 127.0.0.1:{{NginxPort}}; location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://origin; } }
          server { listen 127.0.0.1:{{Nginx402Port}}; location / { add_header crawler-price "USD 0.002" always; return 402 '{{File.ReadAllText(Path.Combine(folder, "402.html")).Replace("'", "\\'", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal)}}'; } }
        }
        """;

    Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        processes.Add(process);
        return process;
    }

    static async Task<byte[]> Body(string userAgent)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        using var answer = await client.GetAsync(Url(GarduPort) + "/");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    static async Task Answers(int port)
    {
        for (var deadline = Stopwatch.StartNew(); deadline.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(50))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
            }
        }
        throw new InvalidOperationException($"nothing answers on port {port}");
    }

    public void Dispose()
    {
        foreach (var process in processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        Directory.Delete(folder, recursive: true);
    }
}
