using Gardu.Protocols.Signatures;
using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Tests.Signatures;

public sealed class SignatureFieldsTests
{
    static bool TryRead(string input, string signature, out IReadOnlyList<MessageSignature> signatures) =>
        SignatureFields.TryRead([input], [signature], SignatureFields.AgentTag, out signatures);

    [Fact]
    public void Everything_of_a_signature_is_read()
    {
        Assert.True(TryRead("a=(\"@path\" \"x\";key=\"k\" \"y\";req);created=1;expires=2;keyid=\"id\";alg=\"ed25519\";nonce=\"n\";tag=\"web-bot-auth\";other=x", "a=:AQI=:", out var signatures));
        var signature = Assert.Single(signatures);
        Assert.Equal(("a", 1L, 2L, "id", "ed25519", "n", "web-bot-auth"), (signature.Label, signature.Created!.Value, signature.Expires!.Value, signature.KeyId, signature.Algorithm, signature.Nonce, signature.Tag));
        Assert.Equal([1, 2], signature.Octets.ToArray());
        Assert.Equal(["\"@path\"", "\"x\";key=\"k\"", "\"y\";req"], signature.Components.Select(component => component.ToString()));
        Assert.Equal((true, false, false, false), (signature.Covers("@path"), signature.Covers("x"), signature.Covers("y"), signature.Covers("z")));
        Assert.Equal("a=(\"@path\" \"x\";key=\"k\" \"y\";req);created=1;expires=2;keyid=\"id\";alg=\"ed25519\";nonce=\"n\";tag=\"web-bot-auth\";other=x", signature.InputField);
        Assert.Equal("a=:AQI=:", signature.SignatureField);
    }

    [Fact]
    public void Lines_are_one_field_and_labels_of_one_field_alone_or_of_another_tag_are_left_out()
    {
        Assert.True(SignatureFields.TryRead(["a=();tag=\"web-bot-auth\"", "b=();tag=\"other\", c=()", "d=();tag=\"web-bot-auth\", e=();tag=web-bot-auth"], ["d=:AA==:, b=1", "a=:AQ==:", "f=2, e=:AA==:"], SignatureFields.AgentTag, out var signatures));
        Assert.Equal(["a", "d"], signatures.Select(signature => signature.Label));
        Assert.True(TryRead("", "", out signatures));
        Assert.Empty(signatures);
    }

    [Fact]
    public void Of_a_label_that_stands_twice_the_last_counts()
    {
        Assert.True(TryRead("a=(\"@path\");tag=\"web-bot-auth\", a=(\"@query\");tag=\"web-bot-auth\"", "a=:AA==:, a=:AQ==:", out var signatures));
        Assert.Equal(("a=(\"@query\");tag=\"web-bot-auth\"", "a=:AQ==:"), (Assert.Single(signatures).InputField, signatures[0].SignatureField));
        Assert.True(TryRead("a=();tag=\"web-bot-auth\", a=()", "a=:AA==:", out signatures));
        Assert.Empty(signatures);
    }

    [Theory]
    [InlineData("a=(", "a=:AA==:")]
    [InlineData("a=();tag=\"web-bot-auth\"", "a=:AA==")]
    [InlineData("a=\"x\";tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a;tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=(x);tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=(\"x\" 1);tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=();created=\"1\";tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=();created=1.0;tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=();expires;tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=();keyid=x;tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=();alg=ed25519;tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=();nonce=:AA==:;tag=\"web-bot-auth\"", "a=:AA==:")]
    [InlineData("a=();tag=\"web-bot-auth\"", "a=\"AA==\"")]
    [InlineData("a=();tag=\"web-bot-auth\"", "a")]
    [InlineData("a=();tag=\"web-bot-auth\"", "a=(:AA==:)")]
    public void What_is_malformed_is_told(string input, string signature)
    {
        Assert.False(TryRead(input, signature, out var signatures));
        Assert.Empty(signatures);
    }

    [Fact]
    public void Too_much_is_not_read()
    {
        string Labels(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"s{i}=();tag=\"web-bot-auth\""));
        string Proofs(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"s{i}=:AA==:"));
        Assert.True(TryRead(Labels(SignatureFields.SignaturesMax), Proofs(SignatureFields.SignaturesMax), out _));
        Assert.False(TryRead(Labels(SignatureFields.SignaturesMax + 1), Proofs(SignatureFields.SignaturesMax + 1), out _));
        string Components(int count) => $"a=({string.Join(' ', Enumerable.Range(0, count).Select(i => $"\"x{i}\""))});tag=\"web-bot-auth\"";
        Assert.True(TryRead(Components(MessageSignature.ComponentsMax), "a=:AA==:", out _));
        Assert.False(TryRead(Components(MessageSignature.ComponentsMax + 1), "a=:AA==:", out _));
        Assert.False(TryRead($"a=();tag=\"web-bot-auth\";x=\"{new string('x', StructuredField.LengthMax)}\"", "a=:AA==:", out _));
    }

    [Theory]
    [InlineData("a=();tag=\"web-bot-auth\"", true)]
    [InlineData("a=();tag=\"Web-Bot-Auth\"", false)]
    [InlineData(null, false)]
    public void A_field_without_the_tag_is_passed_over_unread(string? line, bool mentions) =>
        Assert.Equal(mentions, SignatureFields.Mention(["sig1=(", line], SignatureFields.AgentTag));

    [Fact] // RFC 9421 section 5.1
    public void What_is_asked_for_is_a_field_and_can_be_given()
    {
        Assert.True(StructuredField.TryParseDictionary(AcceptSignature.Value, out var asked));
        Assert.Equal(AcceptSignature.Value, asked.ToString());
        var list = Assert.IsType<FieldInnerList>(asked.Find("sig1"));
        Assert.Equal(["created", "expires", "tag"], list.Parameters.Entries.Select(parameter => parameter.Key));
        using var key = Signed.Key();
        var message = MessageParts.OfRequest("GET", "https", "example.com", "/").With(SignatureAgent.Field, SignatureAgent.Member("sig1", "https://agent.example"));
        var signature = MessageSigner.Sign(key, message, "sig1", [.. list.Items.Select(item => new SignatureComponent(((BareItem.String)item.Value).Value, item.Parameters))],
            MessageSigner.Parameters(key, SignatureFields.AgentTag, Signed.Now, Signed.Now.AddMinutes(5)))!;
        Assert.Equal(SignatureOutcome.Valid, SignatureCheck.Check(signature, Signed.Now));
        Assert.Equal(SignatureOutcome.Valid, SignatureCheck.Verify(message, signature, Signed.Ed25519, Signed.Now));
        Assert.Equal("https://agent.example", SignatureAgent.Of(message, signature)!.Identifier);
    }
}
