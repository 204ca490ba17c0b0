using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Gardu.Testing;

namespace Gardu.Agents.Tests.Names;

/// <summary>
/// A name server on loopback, over UDP and TCP, that answers as a test has it: any bytes, none, later. What it was not
/// told of does not exist.
/// </summary>
sealed class LyingNameServer : IDisposable
{
    readonly ConcurrentDictionary<(string Name, ushort Type, bool Tcp), Func<byte[], Task<byte[]?>>> answers = [];
    readonly Channel<string> asked = Channel.CreateUnbounded<string>();
    readonly ConcurrentQueue<string> log = [];
    readonly Socket udp;
    readonly Socket tcp;

    public LyingNameServer()
    {
        (udp, tcp) = Bind();
        EndPoint = (IPEndPoint)tcp.LocalEndPoint!;
        tcp.Listen();
        _ = ServeUdpAsync();
        _ = ServeTcpAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Whether it says even of the zones of all addresses that there are none, as one without a way to the world does.</summary>
    public bool IsShutOff { get; set; }

    /// <summary>Every question so far: <c>12 1.2.0.192.in-addr.arpa</c>, with <c>tcp</c> before it where it came so.</summary>
    public IReadOnlyList<string> Asked => [.. log];

    /// <summary>Reads the next question that nobody has waited for.</summary>
    public async Task<string> NextAsync() => await asked.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public LyingNameServer Answer(string name, ushort type, params byte[][] records) => Reply(name, type, query => DnsBytes.Reply(query, DnsBytes.Fine, records));

    public LyingNameServer Reply(string name, ushort type, Func<byte[], byte[]?> reply, bool overTcp = false) => ReplyLater(name, type, query => Task.FromResult(reply(query)), overTcp);

    /// <summary>Takes questions and says nothing.</summary>
    public LyingNameServer Swallow(string name, ushort type) => Reply(name, type, byte[]? (_) => null);

    public LyingNameServer ReplyLater(string name, ushort type, Func<byte[], Task<byte[]?>> reply, bool overTcp = false)
    {
        answers[(name, type, overTcp)] = reply;
        return this;
    }

    public void Dispose()
    {
        udp.Dispose();
        tcp.Dispose();
    }

    /// <summary>One port for both; the next one where somebody has it over UDP.</summary>
    static (Socket Udp, Socket Tcp) Bind()
    {
        while (true)
        {
            var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            try
            {
                udp.Bind(tcp.LocalEndPoint!);
                return (udp, tcp);
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    async Task ServeUdpAsync()
    {
        try
        {
            while (true)
            {
                var buffer = new byte[512];
                var received = await udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
                _ = AnswerAsync(buffer[..received.ReceivedBytes], received.RemoteEndPoint);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    async Task AnswerAsync(byte[] query, EndPoint client)
    {
        if (await ReplyToAsync(query, overTcp: false) is { } reply)
            await udp.SendToAsync(reply, client);
    }

    async Task ServeTcpAsync()
    {
        try
        {
            while (true)
                _ = AnswerAsync(await tcp.AcceptAsync());
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    async Task AnswerAsync(Socket client)
    {
        await using var stream = new NetworkStream(client, ownsSocket: true);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length);
        var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(query);
        if (await ReplyToAsync(query, overTcp: true) is not { } reply)
            return;
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)reply.Length);
        await stream.WriteAsync((byte[])[.. length, .. reply]);
    }

    async Task<byte[]?> ReplyToAsync(byte[] query, bool overTcp)
    {
        var (name, type) = DnsBytes.QuestionOf(query);
        if (name is "in-addr.arpa" or "ip6.arpa")
            return DnsBytes.Reply(query, IsShutOff ? DnsBytes.NoSuchName : DnsBytes.Fine);
        var question = $"{(overTcp ? "tcp " : "")}{type} {name}";
        log.Enqueue(question);
        asked.Writer.TryWrite(question);
        return answers.TryGetValue((name, type, overTcp), out var reply) ? await reply(query) : DnsBytes.Reply(query, DnsBytes.NoSuchName);
    }
}
