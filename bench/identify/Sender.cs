using System.Net.Sockets;
using System.Text;

namespace IdentifyBench;

/// <summary>Sends requests at an even pace, beside the load that is measured.</summary>
static class Sender
{
    const int Connections = 4;

    /// <summary>Sends all of them over a stretch of time; says whether each was refused.</summary>
    public static async Task SendAsync(int port, IReadOnlyList<string> requests, TimeSpan over)
    {
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(part => Task.Run(async () =>
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync("127.0.0.1", port);
            var stream = client.GetStream();
            var answer = new byte[16 * 1024];
            for (var i = part; i < requests.Count; i += Connections)
            {
                var wait = over * i / requests.Count - TimeProvider.System.GetElapsedTime(started);
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(requests[i]));
                var read = await stream.ReadAsync(answer);
                if (!Encoding.ASCII.GetString(answer, 0, read).StartsWith("HTTP/1.1 403", StringComparison.Ordinal))
                    throw new InvalidOperationException($"not refused: {Encoding.ASCII.GetString(answer, 0, read)}");
            }
        })));
    }
}
