using Gardu.Protocols.Signatures;

namespace Gardu.Protocols.Tests.Signatures;

public sealed class SignatureCheckTests
{
    const string Agent = "\"signature-agent\";key=\"sig1\"";

    static readonly long Now = Signed.Now.ToUnixTimeSeconds();

    static SignatureOutcome Check(string components, string parameters) => SignatureCheck.Check(Signed.OfInput($"sig1=({components}){parameters};tag=\"web-bot-auth\""), Signed.Now);

    [Theory]
    [InlineData("\"@authority\" " + Agent, 0, 60, ";keyid=\"k\"", SignatureOutcome.Valid)]
    [InlineData("\"@target-uri\" " + Agent, 0, 60, ";keyid=\"k\"", SignatureOutcome.Valid)]
    [InlineData("\"@authority\" \"signature-agent\"", 0, 60, ";keyid=\"k\"", SignatureOutcome.Valid)]
    [InlineData("\"@authority\" " + Agent, 60, 120, ";keyid=\"k\"", SignatureOutcome.Valid)]
    [InlineData("\"@authority\" " + Agent, 61, 120, ";keyid=\"k\"", SignatureOutcome.CreatedInFuture)]
    [InlineData("\"@authority\" " + Agent, null, 60, ";keyid=\"k\"", SignatureOutcome.NoCreated)]
    [InlineData("\"@authority\" " + Agent, 0, null, ";keyid=\"k\"", SignatureOutcome.NoExpires)]
    [InlineData("\"@authority\" " + Agent, -60, 0, ";keyid=\"k\"", SignatureOutcome.Expired)]
    [InlineData("\"@authority\" " + Agent, -60, 1, ";keyid=\"k\"", SignatureOutcome.Valid)]
    [InlineData("\"@authority\" " + Agent, -100_000_000, 1_000_000_000, ";keyid=\"k\"", SignatureOutcome.Valid)]
    [InlineData("\"@authority\" " + Agent, 0, 60, "", SignatureOutcome.NoKeyId)]
    [InlineData("\"@authority\" " + Agent, 0, 60, ";keyid=\"\"", SignatureOutcome.NoKeyId)]
    [InlineData("\"@authority\" " + Agent, 0, 60, ";keyid=\"k\";alg=\"rsa-pss-sha512\"", SignatureOutcome.Valid)]
    [InlineData("\"@authority\" " + Agent, 0, 60, ";keyid=\"k\";alg=\"hmac-sha256\"", SignatureOutcome.UnknownAlgorithm)]
    [InlineData("\"@authority\" " + Agent, 0, 60, ";keyid=\"k\";alg=\"rsa-v1_5-sha256\"", SignatureOutcome.UnknownAlgorithm)]
    [InlineData("\"@authority\" " + Agent, 0, 60, ";keyid=\"k\";alg=\"\"", SignatureOutcome.UnknownAlgorithm)]
    [InlineData("\"@path\" " + Agent, 0, 60, ";keyid=\"k\"", SignatureOutcome.HostNotCovered)]
    [InlineData("\"host\" " + Agent, 0, 60, ";keyid=\"k\"", SignatureOutcome.HostNotCovered)]
    [InlineData("\"@authority\";req " + Agent, 0, 60, ";keyid=\"k\"", SignatureOutcome.HostNotCovered)]
    [InlineData("", 0, 60, ";keyid=\"k\"", SignatureOutcome.HostNotCovered)]
    [InlineData("\"@authority\"", 0, 60, ";keyid=\"k\"", SignatureOutcome.AgentNotCovered)]
    [InlineData("\"@authority\" " + Agent + ";req", 0, 60, ";keyid=\"k\"", SignatureOutcome.AgentNotCovered)]
    public void The_rules_that_need_no_key(string components, int? created, int? expires, string more, SignatureOutcome outcome) =>
        Assert.Equal(outcome, Check(components, $"{(created is null ? "" : $";created={Now + created}")}{(expires is null ? "" : $";expires={Now + expires}")}{more}"));

    [Fact]
    public void A_signature_lives_as_long_as_it_says()
    {
        var decades = Signed.OfInput($"sig1=(\"@authority\" {Agent});created=-999999999999999;expires=999999999999999;keyid=\"k\";tag=\"web-bot-auth\"");
        Assert.Equal(SignatureOutcome.Valid, SignatureCheck.Check(decades, Signed.Now));
    }

    [Fact]
    public void A_key_has_one_algorithm_and_its_own_time()
    {
        using var key = Signed.Key();
        var message = MessageParts.OfRequest("GET", "https", "example.com", "/");
        var signature = MessageSigner.Sign(key, message, "a", [new("@authority")], MessageSigner.Parameters(key, "t", Signed.Now, Signed.Now))!;
        var other = Signed.Read(signature.InputField + ";alg=\"ecdsa-p256-sha256\"", signature.SignatureField);
        Assert.Equal(SignatureOutcome.OtherAlgorithm, SignatureCheck.Verify(message, other, Signed.Ed25519, Signed.Now));
        Assert.Equal(SignatureOutcome.NotInMessage, SignatureCheck.Verify(MessageParts.OfRequest(), signature, Signed.Ed25519, Signed.Now));
        VerificationKey Timed(string times) => Assert.Single(Signed.Keys(Signed.Ed25519Jwk.Replace("\"use\"", times + ",\"use\"", StringComparison.Ordinal)).Keys);
        Assert.Equal(SignatureOutcome.Valid, SignatureCheck.Verify(message, signature, Timed($"\"nbf\":{Now},\"exp\":{Now + 1}"), Signed.Now));
        Assert.Equal(SignatureOutcome.KeyNotInForce, SignatureCheck.Verify(message, signature, Timed($"\"nbf\":{Now + 1}"), Signed.Now));
        Assert.Equal(SignatureOutcome.KeyNotInForce, SignatureCheck.Verify(message, signature, Timed($"\"exp\":{Now}"), Signed.Now));
    }

    [Fact]
    public void Every_outcome_has_its_words()
    {
        var words = Enum.GetValues<SignatureOutcome>().Select(outcome => outcome.Words()).ToArray();
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.All(words, word => Assert.NotEmpty(word));
    }
}
