using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gardu.Testing.Live;

/// <summary>Clients that neither follow redirects nor decode anything, under the names that tests need.</summary>
public static class Clients
{
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
    public const string GptBot = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot";
    public const string ChatGptUser = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot";
    public const string Googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    public const string Requests = "python-requests/2.32.3";

    /// <summary>A client of a server under its own address.</summary>
    public static HttpClient At(Uri url, string userAgent) => At(url, userAgent, url);

    /// <summary>A client that connects to <paramref name="server"/> whatever host it asks for, as behind a name server of one's own.</summary>
    public static HttpClient At(Uri url, string userAgent, Uri server, CookieContainer? cookies = null)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseProxy = false,
            UseCookies = cookies is not null,
            CookieContainer = cookies ?? new CookieContainer(),
            ConnectCallback = async (_, stop) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(server.Host, server.Port, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        { BaseAddress = url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        return client;
    }

    /// <summary>The status that a GET is answered with.</summary>
    public static async Task<int> StatusOf(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    /// <summary>A port of 127.0.0.1 that nobody listens on, for servers that cannot choose one.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Sends a request as it is written and returns the stream, for what no client library would do.</summary>
    public static async Task<NetworkStream> Raw(Uri server, string request)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        return stream;
    }

    /// <summary>The value of a metric on the operator's listener, summed over its labels; 0 where it is not there yet.</summary>
    public static async Task<double> Metric(Uri operatorUrl, string name)
    {
        using var client = new HttpClient { BaseAddress = operatorUrl };
        var text = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        return text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line[name.Length] is ' ' or '{')
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));
    }
}
