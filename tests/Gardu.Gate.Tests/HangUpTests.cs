using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Tests;

/// <summary>Clients that break off, and clients that were only quick.</summary>
public sealed class HangUpTests
{
    const string Crawler = "GET {0} HTTP/1.1\r\nHost: news.example\r\nUser-Agent: GPTBot/1.2\r\nAccept: text/html\r\n\r\n";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_breaks_off_the_origins_answer_is_recorded_as_such()
    {
        await using var origin = await Origin.Start(async context =>
        {
            await context.Response.WriteAsync("start");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var gate = await TestGate.Start(origin.Url);
        using (var client = gate.Client("Googlebot/2.1"))
        using (var stream = await client.GetStreamAsync("/", Stop))
        {
            Assert.Equal('s', stream.ReadByte());
        }
        Assert.Equal(499, (await gate.Store.WaitFor(_ => true)).Status);
    }

    [Fact]
    public async Task A_client_that_is_gone_before_the_gates_own_answer_got_nothing()
    {
        var (asked, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var origin = await Origin.Start(async context =>
        {
            asked.TrySetResult();
            await over.Task; // robots.txt does not come; the gate answers without it after a while
        }, answersFetches: true);
        await using var gate = await TestGate.Start(origin.Url);
        using (var client = await Connect(gate, "/robots.txt"))
        {
            await asked.Task.WaitAsync(Stop);
        }
        var record = await gate.Store.WaitFor(_ => true);
        over.SetResult();
        Assert.Equal((499, 0), (record.Status, record.Bytes));
    }

    [Fact]
    public async Task Whoever_hangs_up_after_the_last_byte_was_answered()
    {
        const int rounds = 2000;
        await using var origin = await Origin.Start(_ => Task.CompletedTask);
        await using var gate = await TestGate.Start(origin.Url);
        await Parallel.ForAsync(0, rounds, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Stop }, async (_, _) =>
        {
            using var client = await Connect(gate, "/a");
            await ReadWhole(client);
            client.Close(0); // with a reset, as soon as it is there
        });
        await gate.Store.WaitFor(_ => gate.Store.Records.Count == rounds);
        Assert.All(gate.Store.Records, record => Assert.Equal(403, record.Status));
    }

    static async Task<Socket> Connect(TestGate gate, string path)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gate.Url.Host, gate.Url.Port, Stop);
        await socket.SendAsync(Encoding.ASCII.GetBytes(Crawler.Replace("{0}", path, StringComparison.Ordinal)), Stop);
        return socket;
    }

    static async Task ReadWhole(Socket socket)
    {
        var (text, bytes) = ("", new byte[65536]);
        while (!text.Contains("</html>", StringComparison.Ordinal))
            text += Encoding.UTF8.GetString(bytes, 0, await socket.ReceiveAsync(bytes, Stop) is > 0 and var read ? read : throw new EndOfStreamException(text));
    }
}
