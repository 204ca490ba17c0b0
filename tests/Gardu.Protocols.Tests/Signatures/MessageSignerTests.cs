using CsCheck;
using Gardu.Protocols.Signatures;
using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Tests.Signatures;

public sealed class MessageSignerTests
{
    static readonly string[] Names = ["@method", "@authority", "@scheme", "@path", "@query", "@target-uri", "@request-target", "signature-agent", "x", "y"];

    static readonly Gen<string> Text = Gen.Char["abcXYZ019 -_=,\"()"].Array[1, 12].Select(text => "v" + new string(text) + "v");

    static readonly Gen<(string Path, string X, string Y, string Nonce, int Mask)> Case = Gen.Select(Gen.Char["abc/?&=%20+"].Array[0, 20], Text, Text, Text, Gen.Int[1, (1 << 10) - 1])
        .Select(sample => ("/" + new string(sample.Item1), sample.Item2, sample.Item3, sample.Item4, sample.Item5));

    static MessageParts Message(string path, string x, string y, string method = "GET", string host = "example.com") =>
        MessageParts.OfRequest(method, "https", host, path).With("signature-agent", "a=\"https://agent.example\"").With("x", x).With("y", y);

    [Fact]
    public void What_is_signed_verifies_and_any_change_of_what_is_covered_does_not()
    {
        using var key = Signed.Key();
        Case.Sample(sample =>
        {
            var (path, x, y, nonce, mask) = sample;
            var components = Names.Where((_, i) => (mask >> i & 1) == 1).Select(name => new SignatureComponent(name)).ToArray();
            var made = MessageSigner.Sign(key, Message(path, x, y), "sig1", components, MessageSigner.Parameters(key, "web-bot-auth", Signed.Now, Signed.Now.AddMinutes(1), nonce))!;
            Assert.True(SignatureFields.TryRead([made.InputField], [made.SignatureField], "web-bot-auth", out var signatures));
            var signature = Assert.Single(signatures);
            SignatureOutcome Verify(MessageParts message, MessageSignature its) => SignatureCheck.Verify(message, its, key.PublicKey, Signed.Now);
            Assert.Equal(SignatureOutcome.Valid, Verify(Message(path, x, y), signature));
            SignatureOutcome If(bool isCovered) => isCovered ? SignatureOutcome.DoesNotVerify : SignatureOutcome.Valid;
            Assert.Equal(If(signature.Covers("x")), Verify(Message(path, x + "!", y), signature));
            Assert.Equal(If(signature.Covers("y")), Verify(Message(path, x, y[1..]), signature));
            Assert.Equal(If(signature.Covers("@method")), Verify(Message(path, x, y, "POST"), signature));
            Assert.Equal(If(signature.Covers("@authority") || signature.Covers("@target-uri")), Verify(Message(path, x, y, host: "example.org"), signature));
            Assert.Equal(If(signature.Covers("@query") || signature.Covers("@target-uri") || signature.Covers("@request-target")), Verify(Message(path + (path.Contains('?', StringComparison.Ordinal) ? "!" : "?!"), x, y), signature));
            Assert.Equal(If(signature.Covers("@path") || signature.Covers("@target-uri") || signature.Covers("@request-target")), Verify(Message("/!" + path, x, y), signature));
            foreach (var other in (string[])
                [
                    made.InputField.Replace(";created=1", ";created=2", StringComparison.Ordinal), made.InputField.Replace(";expires=1", ";expires=2", StringComparison.Ordinal),
                    made.InputField.Replace(";keyid=\"p", ";keyid=\"q", StringComparison.Ordinal), made.InputField.Replace(";nonce=\"v", ";nonce=\"w", StringComparison.Ordinal),
                    made.InputField.Replace(";tag=\"web", ";tag=\"wep", StringComparison.Ordinal), made.InputField + ";more", made.InputField.Replace("(\"", "(\"date\" \"", StringComparison.Ordinal),
                ])
            {
                Assert.NotEqual(made.InputField, other);
                Assert.NotEqual(SignatureOutcome.Valid, Verify(Message(path, x, y), Signed.Read(other, made.SignatureField)));
            }
            // The label is not signed, and white space is not either.
            var spaced = made.Input.Replace(";", ";  ", StringComparison.Ordinal).Replace("\" \"", "\"   \"", StringComparison.Ordinal).Replace("(", "(  ", StringComparison.Ordinal);
            if (!nonce.Contains('(', StringComparison.Ordinal) && !nonce.Contains("\" \"", StringComparison.Ordinal) && !nonce.Contains(';', StringComparison.Ordinal))
                Assert.Equal(SignatureOutcome.Valid, Verify(Message(path, x, y), Signed.Read("other=" + spaced, "other=" + made.SignatureField.Split('=', 2)[1])));
            Assert.NotEqual(SignatureOutcome.Valid, SignatureCheck.Verify(Message(path, x, y), signature, Assert.Single(Signed.Keys(Signed.P256Jwk).Keys), Signed.Now));
        }, iter: 500);
    }

    [Fact]
    public void The_order_of_parameters_and_of_components_is_signed()
    {
        using var key = Signed.Key();
        var message = Message("/", "1", "2");
        var made = MessageSigner.Sign(key, message, "a", [new("x"), new("y")], new FieldParameters([new("created", new BareItem.Integer(1)), new("keyid", new BareItem.String("k"))]))!;
        Assert.Equal("a=(\"x\" \"y\");created=1;keyid=\"k\"", made.InputField);
        foreach (var other in (string[])["a=(\"y\" \"x\");created=1;keyid=\"k\"", "a=(\"x\" \"y\");keyid=\"k\";created=1", "a=(\"x\" \"y\");created=1"])
            Assert.Equal(SignatureOutcome.DoesNotVerify, SignatureCheck.Verify(message, Signed.Read(other, made.SignatureField), key.PublicKey, Signed.Now));
    }

    [Fact]
    public void What_a_message_does_not_have_is_not_signed()
    {
        using var key = Signed.Key();
        Assert.Null(MessageSigner.Sign(key, Message("/", "1", "2"), "a", [new("z")], FieldParameters.None));
        Assert.Null(MessageSigner.Sign(key, Message("/", "1", "2"), "a", [.. Enumerable.Repeat(new SignatureComponent("x"), 65)], FieldParameters.None));
    }
}
