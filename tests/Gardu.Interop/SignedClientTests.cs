using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.Interop;

/// <summary>Clients from npm that sign their requests, <c>web-bot-auth</c> and <c>http-message-sig</c>, against the running gate and a directory of their key over TLS.</summary>
public sealed class SignedClientTests : IDisposable
{
    /// <summary>The test key of RFC 9421 appendix B.1.4.</summary>
    const string Thumbprint = "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U";
    const string PublicKey = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";
    const string PrivateKey = "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU";

    const string Host = "news.example";

    static readonly JsonSerializerOptions WithoutNulls = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("string")]
    [InlineData("dictionary")]
    public async Task What_they_sign_is_signed_and_what_was_done_to_it_is_seen(string form)
    {
        var node = Needs.Program("node");
        var clients = Needs.Folder(Path.GetFullPath("../../../../tests/Gardu.Interop/npm/node_modules", AppContext.BaseDirectory));
        using var certificate = MakeCertificate();
        await using var directory = await Origin.Start(
            async context =>
            {
                context.Response.StatusCode = context.Request.Path == "/.well-known/http-message-signatures-directory" ? 200 : 404;
                context.Response.ContentType = "application/http-message-signatures-directory+json";
                await context.Response.WriteAsync($$"""{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"{{Thumbprint}}","x":"{{PublicKey}}","use":"sig"}]}""");
            },
            certificate);
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, $"""
            private-directories: [127.0.0.0/8, "::1"]
            sites:
              - host: "*"
                origin: {origin.Url.GetLeftPart(UriPartial.Authority)}
                mode: enforce

            """, new Dictionary<string, string> { ["SSL_CERT_FILE"] = scratch.Write("trusted.pem", certificate.ExportCertificatePem()) });
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        object Request(string path, string host = Host, string? sentTo = null, string? sentHost = null, string[]? covered = null, int age = 0, int life = 60, string? nonce = null, string? again = null, string? price = null, object? change = null) =>
            new { form, path, host, sentTo, sentHost, covered, created = now - age, expires = now - age + life, nonce, again, price, change };
        async Task<JsonElement[]> Send(params object[] requests) => [.. JsonDocument.Parse(await ExternalProcess.Run(node, ["sign.mjs"], Path.GetDirectoryName(clients)!, JsonSerializer.Serialize(new
        {
            gate = gardu.Url,
            agent = $"https://localhost:{directory.Url.Port}",
            key = new { kty = "OKP", crv = "Ed25519", kid = Thumbprint, x = PublicKey, d = PrivateKey },
            requests,
        }, WithoutNulls))).RootElement.EnumerateArray()];
        // A request waits half a second for keys that are not there yet, in which a busy machine may not fetch them.
        var tried = 0;
        await Eventually.True(async () =>
        {
            await Send(Request($"/first/{tried++}"));
            return (await gardu.Usage()).Any(record => record.Proof == "signed");
        }, "the keys are known");
        var answers = await Send(
            Request("/good"),
            Request("/path?a=b", covered: ["@method", "@path", "@query"]),
            Request("/whole?a=b", covered: ["@target-uri"]),
            Request("/priced", covered: ["crawler-max-price"], price: "USD 0.05"),
            Request("/elsewhere", again: "/elsewhere/too"),
            Request("/once", nonce: NewNonce(), again: "/twice"),
            Request("/moved", covered: ["@path"], sentTo: "/moved/away"),
            Request("/whole", covered: ["@target-uri"], sentTo: "/whole/away"),
            Request("/expired", age: 120),
            Request("/host", sentHost: "other.example"),
            Request("/cheaper", covered: ["crawler-max-price"], price: "USD 0.05", change: new Dictionary<string, string> { ["crawler-max-price"] = "USD 0.00" }),
            Request("/agent", change: new Dictionary<string, string> { ["signature-agent"] = form == "string" ? "\"https://localhost\"" : "sig1=\"https://localhost\"" }));
        await Eventually.True(async () => (await gardu.Usage()).Count(record => !record.Path.StartsWith("/first/", StringComparison.Ordinal)) == answers.Length, "every request is on record");
        var records = (await gardu.Usage()).Where(record => !record.Path.StartsWith("/first/", StringComparison.Ordinal)).ToDictionary(record => record.Path, record => record.Proof == "signed" ? "signed" : $"{record.Grounds}: {record.Detail}");
        Assert.Equal(
            Lines(new()
            {
                ["/good"] = "signed", ["/path?a=b"] = "signed", ["/whole?a=b"] = "signed", ["/priced"] = "signed", ["/elsewhere"] = "signed",
                // web-bot-auth gives each signature a word of its own whether asked to or not.
                ["/elsewhere/too"] = form == "string" ? "signature-invalid: was used already" : "signed",
                ["/once"] = "signed", ["/twice"] = "signature-invalid: was used already",
                ["/moved/away"] = "signature-invalid: does not verify", ["/whole/away"] = "signature-invalid: does not verify", ["/expired"] = "signature-invalid: is expired",
                ["/host"] = "signature-invalid: does not verify", ["/cheaper"] = "signature-invalid: does not verify",
                ["/agent"] = "signature-unverified: could not be checked: its key directory could not be reached",
            }),
            Lines(records));
        Assert.All(answers, answer => Assert.NotEqual(500, answer.GetProperty("status").GetInt32()));
        Assert.Single(directory.Seen);
    }

    /// <summary>One a line, so that a difference is shown whole.</summary>
    static string Lines(Dictionary<string, string> records) => string.Join('\n', records.Select(record => $"{record.Key} {record.Value}").Order(StringComparer.Ordinal));

    static string NewNonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
