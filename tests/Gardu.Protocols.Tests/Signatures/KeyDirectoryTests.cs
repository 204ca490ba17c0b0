using System.Text;
using Gardu.Protocols.Signatures;

namespace Gardu.Protocols.Tests.Signatures;

public sealed class KeyDirectoryTests
{
    static readonly MessageParts Request = MessageParts.RequestFor("GET", new Uri($"https://agent.example{KeyDirectory.Path}"));

    [Fact]
    public void Ones_own_directory_proves_every_key()
    {
        using var first = SigningKey.Create();
        using var second = SigningKey.Create();
        var body = KeyDirectory.Write([first, second]);
        Assert.True(KeySet.TryParse(body, out var keys, out _));
        Assert.Equal([first.Thumbprint, second.Thumbprint], keys!.Keys.Select(key => key.Id));
        var response = MessageParts.OfResponse(200, Request);
        foreach (var (name, value) in KeyDirectory.Prove([first, second], body, Request, Signed.Now, Signed.Now.AddHours(1))!)
            response.With(name, value);
        Assert.True(SignatureFields.TryRead(response.Field("signature-input")!, response.Field("signature")!, KeyDirectory.Tag, out var signatures));
        Assert.Equal([first.Thumbprint, second.Thumbprint], signatures.Select(signature => signature.KeyId));
        Assert.Equal(SignatureOutcome.Valid, KeyDirectory.CheckProof(response, body, keys, Signed.Now));
        Assert.Equal(SignatureOutcome.Expired, KeyDirectory.CheckProof(response, body, keys, Signed.Now.AddHours(1)));
        Assert.Null(KeyDirectory.CheckProof(response, body, Signed.Keys(Signed.Ed25519Jwk), Signed.Now)); // by keys that are not there
        Assert.Null(KeyDirectory.Prove([first], body, MessageParts.OfRequest("GET"), Signed.Now, Signed.Now.AddHours(1)));
    }

    [Theory]
    [InlineData("(\"@authority\";req)", SignatureOutcome.Valid)] // as older drafts have it
    [InlineData("(\"content-digest\")", SignatureOutcome.HostNotCovered)]
    [InlineData("(\"@authority\";req \"content-digest\")", SignatureOutcome.OtherBody)]
    public void Proofs_of_others_are_checked(string components, SignatureOutcome outcome)
    {
        using var key = Signed.Key();
        var body = KeyDirectory.Write([key]);
        var response = MessageParts.OfResponse(200, Request).With("content-digest", ContentDigest.Of("other"u8));
        var signature = MessageSigner.Sign(key, response, "s", Signed.OfInput($"s={components}").Components, MessageSigner.Parameters(key, KeyDirectory.Tag, Signed.Now, Signed.Now.AddHours(1)))!;
        response.With("signature-input", signature.InputField).With("signature", signature.SignatureField);
        Assert.Equal(outcome, KeyDirectory.CheckProof(response, body, Signed.Keys(Signed.Ed25519Jwk), Signed.Now));
        Assert.Equal(SignatureOutcome.DoesNotVerify, KeyDirectory.CheckProof(response.With("signature", "s=1"), body, Signed.Keys(Signed.Ed25519Jwk), Signed.Now));
    }

    [Theory] // RFC 9530
    [InlineData("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", true)]
    [InlineData("sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:", true)]
    [InlineData("md5=:AA==:, sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", true)]
    [InlineData("sha-512=:AA==:, sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", false)]
    [InlineData("sha-256=:AA==:", false)]
    [InlineData("sha-256=\"X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\"", false)]
    [InlineData("md5=:AA==:", false)]
    [InlineData("sha-256", false)]
    [InlineData("=", false)]
    [InlineData("", false)]
    public void A_digest_fits_its_body_alone(string field, bool fits)
    {
        var body = Encoding.UTF8.GetBytes("{\"hello\": \"world\"}");
        Assert.Equal(fits, ContentDigest.Fits([field], body));
        Assert.False(ContentDigest.Fits([field], [.. body, (byte)'\n']));
        Assert.Equal("sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", ContentDigest.Of(body));
    }
}
