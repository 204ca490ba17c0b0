using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Gardu.Gate.Tests;

/// <summary>HTTP/2 written by hand: a path there may hold any octet, and what follows is one HTTP/1.1 line to the origin.</summary>
public sealed class Http2Tests : IDisposable
{
    const int Data = 0, Headers = 1, Settings = 4, GoAway = 7, Reset = 3;

    readonly string folder = Directory.CreateTempSubdirectory("gardu-h2").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/caf\u00e9")] // Latin-1
    [InlineData("/caf\u00c3\u00a9")] // UTF-8
    [InlineData("/x y")]
    [InlineData("/x\ty")]
    [InlineData("/x\u0001")]
    [InlineData("/x\u007f")]
    [InlineData("/members/x HTTP/1.1")]
    public async Task A_path_with_an_octet_that_no_request_line_can_hold_reaches_nobody(string path)
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, TestGate.Terms.Replace("enforce", "observe", StringComparison.Ordinal), certificate: TestCertificate.Make(folder, "a.example"));
        foreach (var userAgent in new[] { TestGate.Browser, "GPTBot/1.2" })
            Assert.NotEqual("200", await StatusOf(gate.Url, path, userAgent));
        Assert.Empty(origin.Seen);
        Assert.Equal("200", await StatusOf(gate.Url, "/plain", TestGate.Browser));
    }

    [Fact]
    public async Task Whoever_takes_back_a_refused_request_is_recorded_all_the_same()
    {
        await using var origin = await Origin.Hello();
        await using var gate = await TestGate.Start(origin.Url, certificate: TestCertificate.Make(folder, "a.example"));
        await using var stream = await Connect(gate.Url);
        for (var i = 0; i < 20; i++)
        {
            var id = 1 + 2 * i;
            await stream.WriteAsync(Frame(Headers, 0x5, id, Request("/members/" + i, "Googlebot/2.1")).Concat(Frame(Reset, 0, id, [0, 0, 0, 8])).ToArray(), Stop);
        }
        await Eventually.True(() => gate.Store.Records.Count == 20);
        Assert.All(gate.Store.Records, record => Assert.Equal("refused-by-terms", record.Reason));
    }

    /// <summary>The status that the gate answers; <c>none</c> where it resets the request or closes the connection.</summary>
    static async Task<string> StatusOf(Uri url, string path, string userAgent)
    {
        await using var stream = await Connect(url);
        await stream.WriteAsync(Frame(Headers, 0x5, 1, Request(path, userAgent)), Stop);
        while (true)
        {
            var head = new byte[9];
            if (await stream.ReadAtLeastAsync(head, 9, throwOnEndOfStream: false, Stop) < 9)
                return "none";
            var payload = new byte[head[0] << 16 | head[1] << 8 | head[2]];
            await stream.ReadExactlyAsync(payload, Stop);
            if (head[3] is Reset or GoAway)
                return "none";
            if (head[3] == Headers)
                return payload.SkipWhile(octet => (octet & 0xE0) == 0x20).First() switch { 0x88 => "200", 0x8C => "400", _ => "other" };
        }
    }

    static async Task<SslStream> Connect(Uri url)
    {
        var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, Stop);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "a.example", ApplicationProtocols = [SslApplicationProtocol.Http2], RemoteCertificateValidationCallback = (_, _, _, _) => true }, Stop);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").Concat(Frame(Settings, 0, 0, [])).ToArray(), Stop);
        return stream;
    }

    /// <summary>A header block of literals without indexing (RFC 7541 section 6.2.2); names of the static table where there are any.</summary>
    static byte[] Request(string path, string userAgent) =>
        [0x82, 0x87, .. Literal(4, path), .. Literal(1, "a.example"), 0x0F, 58 - 15, .. Text(userAgent)];

    static byte[] Literal(byte name, string value) => [name, .. Text(value)];

    static byte[] Text(string value) =>
        value.Length < 127 ? [(byte)value.Length, .. Encoding.Latin1.GetBytes(value)] : [127, (byte)(value.Length - 127), .. Encoding.Latin1.GetBytes(value)];

    static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[9 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8 | type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, 9);
        return frame;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
