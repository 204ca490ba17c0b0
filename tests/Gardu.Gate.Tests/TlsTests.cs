using System.Net;
using System.Net.Sockets;
using Gardu.Gate.Sites;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Tests;

public sealed class TlsTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("gardu-tls").FullName;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    CertificateFiles MakeCertificate(string name) => TestCertificate.Make(folder, name);

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task The_owners_certificate_serves_both_versions_of_http(string version)
    {
        await using var origin = await Origin.Start(context => context.Response.WriteAsync(context.Request.Headers["X-Forwarded-Proto"].ToString()));
        await using var gate = await TestGate.Start(origin.Url, certificate: MakeCertificate("a.example"));
        using var client = gate.Client(TestGate.Browser);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request, Stop);
        Assert.Equal(Version.Parse(version), answer.Version);
        Assert.Equal("https", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Trailers_pass_on_http_2()
    {
        // Kestrel sends no trailers on HTTP/1.1, so this origin is spoken by hand.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = Task.Run(async () =>
        {
            using var connection = await listener.AcceptTcpClientAsync(Stop);
            var stream = connection.GetStream();
            _ = await stream.ReadAsync(new byte[4096], Stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n"u8.ToArray(), Stop);
        }, Stop);
        await using var gate = await TestGate.Start(new Uri($"http://{listener.LocalEndpoint}"), "mode: observe", certificate: MakeCertificate("a.example"));
        using var client = gate.Client(TestGate.Browser);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var answer = await client.SendAsync(request, Stop);
        Assert.Equal("body", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("42", Assert.Single(answer.TrailingHeaders.GetValues("X-Sum")));
        await served;
    }

    [Fact]
    public async Task A_changed_certificate_is_used_after_a_reload()
    {
        await using var origin = await Origin.Hello();
        var first = MakeCertificate("first.example");
        await using var gate = await TestGate.Start(origin.Url, certificate: first);
        Assert.Equal("CN=first.example", await SubjectSeenBy(gate));
        gate.Swap(TestGate.SnapshotOf(origin.Url, TestGate.Terms, certificate: MakeCertificate("second.example")));
        Assert.Equal("CN=second.example", await SubjectSeenBy(gate));
    }

    static async Task<string> SubjectSeenBy(TestGate gate)
    {
        var subject = "";
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => (subject = certificate!.Subject).Length > 0 },
        });
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", TestGate.Browser);
        using var answer = await client.GetAsync(gate.Url, Stop);
        return subject;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
