using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Harness;

/// <summary>The servers of one run, with a folder for their files; all are stopped at the end whatever happens.</summary>
/// <param name="root">The repository.</param>
public sealed class Servers(string root) : IDisposable
{
    /// <summary>Length of the origin's page in bytes.</summary>
    public const int PageBytes = 4096;

    /// <summary>Where the origin is, which <see cref="StartNginx"/> starts.</summary>
    public const int OriginPort = 9100;

    /// <summary>Where Gardu is.</summary>
    public const int GarduPort = 9103;

    const int OperatorPort = 9104;

    readonly List<Process> processes = [];
    readonly string folder = Directory.CreateTempSubdirectory("gardu-bench").FullName;

    /// <summary>The address of a port of this machine.</summary>
    public static string Url(int port) => $"http://127.0.0.1:{port}";

    /// <summary>A file of this run.</summary>
    public string File(string name) => Path.Combine(folder, name);

    /// <summary>What a project of the repository was built to.</summary>
    public string Built(string project) => Path.Combine(root, "artifacts", "bin", project, "release", $"{project}.dll");

    /// <summary>Starts the published program twice, since the first start makes the database; says how long the second took to its ready line.</summary>
    /// <param name="settings">Lines of its configuration besides the site.</param>
    public (Process Gardu, TimeSpan StartTook) StartGardu(string settings = "")
    {
        System.IO.File.WriteAllText(File("gardu.yaml"), $$"""
            listen: {{Url(GarduPort)}}
            operator: {{Url(OperatorPort)}}
            data: {{folder}}/data
            feeds: {refresh: off}
            {{settings}}
            sites:
              - host: "*"
                origin: {{Url(OriginPort)}}
                mode: enforce
                terms: [{path: /, search: allow, ai-input: 0.002 USD, ai-train: refuse}]
            """);
        var (first, _) = StartAgain();
        Process.Start("kill", ["-TERM", $"{first.Id}"]).WaitForExit();
        first.WaitForExit();
        processes.Remove(first);
        return StartAgain();
    }

    /// <summary>Starts the published program on what an earlier start left; says how long that took to its ready line.</summary>
    public (Process Gardu, TimeSpan StartTook) StartAgain()
    {
        var watch = Stopwatch.StartNew();
        var gardu = Start(Path.Combine(root, "artifacts", "publish", "gardu"), "up", "--config", File("gardu.yaml"));
        return gardu.StandardOutput.ReadLine()?.StartsWith("ready ", StringComparison.Ordinal) == true
            ? (gardu, watch.Elapsed)
            : throw new InvalidOperationException("gardu did not start");
    }

    /// <summary>Starts nginx with the origin, and with more of its servers.</summary>
    public void StartNginx(string servers)
    {
        Process.Start("chmod", ["755", folder]).WaitForExit(); // nginx's workers are nobody
        System.IO.File.WriteAllBytes(File("page.html"), [.. Enumerable.Range(0, PageBytes).Select(i => (byte)('a' + i % 26))]);
        System.IO.File.WriteAllText(File("nginx.conf"), $$"""
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
              server { listen 127.0.0.1:{{OriginPort}} backlog=1024; root {{folder}}; location / { try_files /page.html =404; } }
            {{servers}}
            }
            """);
        Start("nginx", "-p", folder, "-c", File("nginx.conf"));
    }

    /// <summary>Starts a program.</summary>
    public Process Start(string program, params string[] arguments)
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

    /// <summary>Waits until something answers on each port.</summary>
    public static async Task Answer(params int[] ports)
    {
        foreach (var port in ports)
            await Answers(port);
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

    /// <inheritdoc/>
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
