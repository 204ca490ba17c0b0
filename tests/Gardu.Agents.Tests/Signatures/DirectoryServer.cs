using System.Net;
using System.Net.Sockets;
using System.Text;
using Gardu.Protocols.Signatures;

namespace Gardu.Agents.Tests.Signatures;

/// <summary>A web server of a few lines, so that it can answer what no library would.</summary>
sealed class DirectoryServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    int asked;

    public DirectoryServer()
    {
        listener.Start();
        _ = Task.Run(Serve);
    }

    public Func<string> Answer { get; set; } = () => "";

    public Task Holding { get; set; } = Task.CompletedTask;

    public int Asked => Volatile.Read(ref asked);

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    async Task Serve()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }
            _ = Task.Run(() => AnswerAsync(client));
        }
    }

    async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var head = new byte[8192];
            var read = 0;
            while (!Encoding.ASCII.GetString(head, 0, read).Contains("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(head.AsMemory(read)) is var more and > 0)
                read += more;
            Interlocked.Increment(ref asked);
            await Holding;
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Answer()));
        }
    }

    public void Dispose() => listener.Stop();

    public static string Keys(params SigningKey[] keys) => Encoding.UTF8.GetString(KeyDirectory.Write(keys));

    public static string Ok(string body, string headers = "") => $"HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";
}
