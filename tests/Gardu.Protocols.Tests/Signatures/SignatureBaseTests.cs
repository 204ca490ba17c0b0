using System.Globalization;
using CsCheck;
using Gardu.Protocols.Signatures;

namespace Gardu.Protocols.Tests.Signatures;

public sealed class SignatureBaseTests
{
    static MessageParts Get(string target, string authority = "www.example.com", string scheme = "https") => MessageParts.OfRequest("GET", scheme, authority, target);

    [Theory] // RFC 9421 section 2.2
    [InlineData("\"@method\"", "/path?param=value", "GET")]
    [InlineData("\"@target-uri\"", "/path?param=value", "https://www.example.com/path?param=value")]
    [InlineData("\"@target-uri\"", "", "https://www.example.com/")]
    [InlineData("\"@target-uri\"", "https://www.example.com/path", "https://www.example.com/path")]
    [InlineData("\"@authority\"", "/", "www.example.com")]
    [InlineData("\"@scheme\"", "/", "https")]
    [InlineData("\"@request-target\"", "/path?param=value", "/path?param=value")]
    [InlineData("\"@request-target\"", "https://www.example.com/path?param=value", "https://www.example.com/path?param=value")]
    [InlineData("\"@request-target\"", "www.example.com:80", "www.example.com:80")]
    [InlineData("\"@request-target\"", "*", "*")]
    [InlineData("\"@path\"", "/path?param=value", "/path")]
    [InlineData("\"@path\"", "", "/")]
    [InlineData("\"@path\"", "?a", "/")]
    [InlineData("\"@path\"", "*", "/")]
    [InlineData("\"@path\"", "/a/../%7Eb%2fc", "/a/../%7Eb%2fc")]
    [InlineData("\"@path\"", "http://www.example.com?x", "/")]
    [InlineData("\"@path\"", "www.example.com:80", null)]
    [InlineData("\"@query\"", "/path?param=value&foo=bar&baz=bat%2Dman", "?param=value&foo=bar&baz=bat%2Dman")]
    [InlineData("\"@query\"", "/path?queryString", "?queryString")]
    [InlineData("\"@query\"", "/path", "?")]
    [InlineData("\"@query\"", "/path?", "?")]
    [InlineData("\"@query\"", "/path?a?b", "?a?b")]
    [InlineData("\"@query-param\";name=\"baz\"", "/path?param=value&foo=bar&baz=batman&qux=", "batman")]
    [InlineData("\"@query-param\";name=\"qux\"", "/path?param=value&foo=bar&baz=batman&qux=", "")]
    [InlineData("\"@query-param\";name=\"qux\"", "/path?qux", "")]
    [InlineData("\"@query-param\";name=\"var\"", "/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something", "this%20is%20a%20big%0Amultiline%20value")]
    [InlineData("\"@query-param\";name=\"bar\"", "/parameters?bar=with+plus+whitespace", "with%20plus%20whitespace")]
    [InlineData("\"@query-param\";name=\"fa%C3%A7ade%22%3A%20\"", "/parameters?fa%C3%A7ade%22%3A%20=something", "something")]
    [InlineData("\"@query-param\";name=\"a\"", "/?%61=~*-._%2F%zz%f", "%7E*-._%2F%25zz%25f")]
    [InlineData("\"@query-param\";name=\"a\"", "/?a=%ff=%C3", "%EF%BF%BD%3D%EF%BF%BD")]
    [InlineData("\"@query-param\";name=\"a\"", "/?a=1&a=2", null)]
    [InlineData("\"@query-param\";name=\"a\"", "/?a=1&%61=2", null)]
    [InlineData("\"@query-param\";name=\"a\"", "/?b=1", null)]
    [InlineData("\"@query-param\";name=\"\"", "/?&&", null)]
    [InlineData("\"@query-param\";name=\"\"", "/?=x", "x")]
    [InlineData("\"@query-param\"", "/?a=1", null)]
    [InlineData("\"@query-param\";name=a", "/?a=1", null)]
    [InlineData("\"@path\";name=\"a\"", "/?a=1", null)]
    [InlineData("\"@path\";sf", "/", null)]
    [InlineData("\"@path\";key=\"a\"", "/", null)]
    [InlineData("\"@path\";bs", "/", null)]
    [InlineData("\"@path\";req", "/", null)]
    [InlineData("\"@path\";tr", "/", null)]
    [InlineData("\"@path\";x", "/", null)]
    [InlineData("\"@status\"", "/", null)]
    [InlineData("\"@unknown\"", "/", null)]
    [InlineData("\"@signature-params\"", "/", null)]
    [InlineData("\"@Method\"", "/", null)]
    [InlineData("\"\"", "/", null)]
    [InlineData("\"x y\"", "/", null)]
    public void A_derived_component_has_its_value(string component, string target, string? value) => Assert.Equal(value, Signed.Value(Get(target), component));

    [Theory] // RFC 9421 section 2.2.3
    [InlineData("https", "Example.COM", "example.com")]
    [InlineData("https", "example.com:443", "example.com")]
    [InlineData("HTTPS", "example.com:443", "example.com")]
    [InlineData("http", "example.com:80", "example.com")]
    [InlineData("http", "example.com:443", "example.com:443")]
    [InlineData("https", "example.com:8443", "example.com:8443")]
    [InlineData("https", "example.com:", "example.com")]
    [InlineData("https", "[2001:DB8::1]:443", "[2001:db8::1]")]
    [InlineData("https", "[2001:db8::443]", "[2001:db8::443]")]
    [InlineData("https", "", null)]
    public void The_authority_is_in_lower_case_without_the_schemes_own_port(string scheme, string authority, string? value) =>
        Assert.Equal(value, Signed.Value(Get("/", authority, scheme), "\"@authority\""));

    [Theory] // RFC 9421 section 2.1
    [InlineData("\"cache-control\"", "max-age=60, must-revalidate")]
    [InlineData("\"x-ows-header\"", "Leading and trailing whitespace.")]
    [InlineData("\"x-obs-fold-header\"", "Obsolete line folding.")]
    [InlineData("\"x-empty-header\"", "")]
    [InlineData("\"example-dict\"", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d")]
    [InlineData("\"example-dict\";key=\"a\"", "1")]
    [InlineData("\"example-dict\";key=\"b\"", "2;x=1;y=2")]
    [InlineData("\"example-dict\";key=\"c\"", "(a b c)")]
    [InlineData("\"example-dict\";key=\"d\"", "?1")]
    [InlineData("\"example-dict\";sf;key=\"d\"", "?1")]
    [InlineData("\"example-dict\";key=\"e\"", null)]
    [InlineData("\"example-dict\";key=a", null)]
    [InlineData("\"example-dict\";sf", null)] // its type is not known
    [InlineData("\"priority\";sf", "u=1, i")]
    [InlineData("\"priority\";sf=?0", null)]
    [InlineData("\"cache-status\";sf", "a;hit, b")]
    [InlineData("\"content-digest\";sf", null)] // no dictionary
    [InlineData("\"content-digest\";key=\"x\"", null)]
    [InlineData("\"example-header\"", "value, with, lots, of, commas")]
    [InlineData("\"example-header\";bs", ":dmFsdWUsIHdpdGgsIGxvdHM=:, :b2YsIGNvbW1hcw==:")]
    [InlineData("\"example-header\";bs;sf", null)]
    [InlineData("\"example-dict\";bs;key=\"a\"", null)]
    [InlineData("\"example-header\";tr", null)]
    [InlineData("\"example-header\";name=\"a\"", null)]
    [InlineData("\"Example-Header\"", null)]
    [InlineData("\"broken\"", null)]
    [InlineData("\"foreign\"", null)]
    [InlineData("\"foreign\";bs", null)]
    [InlineData("\"not-there\"", null)]
    [InlineData("\"none\"", null)]
    public void A_field_has_its_value(string component, string? value) => Assert.Equal(value, Signed.Value(
        Get("/").With("Cache-Control", "max-age=60", "   must-revalidate").With("X-OWS-Header", "   Leading and trailing whitespace.   ").With("X-Obs-Fold-Header", "Obsolete \r\n    line folding. ")
            .With("X-Empty-Header", "").With("Example-Dict", " a=1,    b=2;x=1;y=2,   c=(a   b   c)  ", " d").With("Example-Header", "value, with, lots", "of, commas")
            .With("Priority", "u=1,i=?1").With("Cache-Status", "a;hit,b").With("Content-Digest", "1").With("Broken", "a\nb").With("Foreign", "\u00e9").With("None"), component));

    [Fact]
    public void A_response_covers_its_request()
    {
        var response = MessageParts.OfResponse(503, Get("/foo?a=1").With("content-digest", "sha-256=:AA==:")).With("content-type", "text/plain");
        Assert.Equal(
            """
            "@status": 503
            "@authority";req: www.example.com
            "content-digest";req;key="sha-256": :AA==:
            "@query-param";name="a";req: 1
            "content-type": text/plain
            "@signature-params": ("@status" "@authority";req "content-digest";req;key="sha-256" "@query-param";name="a";req "content-type");created=1
            """, Signed.Base(response, Signed.OfInput("s=(\"@status\" \"@authority\";req \"content-digest\";req;key=\"sha-256\" \"@query-param\";name=\"a\";req \"content-type\");created=1")));
        foreach (var component in (string[])["\"@status\";req", "\"@authority\"", "\"@method\"", "\"@path\"", "\"@query\"", "\"@target-uri\"", "\"@scheme\"", "\"@request-target\"", "\"content-type\";req"])
            Assert.Null(Signed.Value(response, component));
    }

    [Theory]
    [InlineData("(\"@path\" \"@path\")")]
    [InlineData("(\"a\";key=\"b\";sf \"a\";sf;key=\"b\")")]
    public void Nothing_is_covered_twice(string components) => Assert.Null(Signed.Base(Get("/").With("a", "b"), Signed.OfInput($"s={components}")));

    [Fact]
    public void Parameters_are_signed_as_the_field_has_them_but_written_canonically()
    {
        var message = Get("/");
        Assert.Equal("\"@signature-params\": ();tag=\"t\";created=1;x;y=1.5;z=:AA==:", Signed.Base(message, Signed.OfInput("s=(  );  tag=\"t\";created=001; x=?1;y=1.50;z=:AA:")));
        Assert.Equal("\"@signature-params\": ();created=2", Signed.Base(message, Signed.OfInput("s=();created=1;created=2")));
    }

    [Fact]
    public void What_gets_too_long_is_not_built()
    {
        var message = Get("/").With("a", new string('x', 30_000)).With("b", new string('x', 30_000)).With("c", new string('x', 30_000));
        Assert.NotNull(Signed.Base(message, Signed.OfInput("s=(\"a\" \"b\")")));
        Assert.Null(Signed.Base(message, Signed.OfInput("s=(\"a\" \"b\" \"c\")")));
    }

    static readonly string[] Components =
    [
        "\"@method\"", "\"@target-uri\"", "\"@authority\"", "\"@scheme\"", "\"@request-target\"", "\"@path\"", "\"@query\"", "\"@status\"", "\"@query-param\";name=\"a\"", "\"@query-param\";name=\"%C3%A9\"",
        "\"x\"", "\"x\";bs", "\"x\";sf", "\"x\";key=\"a\"", "\"signature-agent\"", "\"signature-agent\";key=\"a\"", "\"signature-agent\";sf", "\"signature-agent\";key=\"b\"", "\"cache-status\";sf", "\"@authority\";req", "\"x\";req", "\"@path\";x", "\"X\"",
    ];

    static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    static readonly Gen<string> Line = Gen.OneOf(
        Gen.Const("a=\"https://agent.example\";type=jwks_uri, b"), Gen.Const(" a=1 ,\ta=(x  y);z=1.10"), Gen.Const("\"https://agent.example\""), Gen.Const("x;y, z"), Gen.Const("folded \r\n  twice\n\tover"), Gen.Const("twice \n \r\n at once"),
        Gen.Char["ab=1, ;\"()\t~\u00e9\n"].Array[0, 12].Select(text => new string(text)));

    static readonly Gen<string> Target = Gen.OneOf(
        Gen.Const("*"), Gen.Const("example.com:443"), Gen.Const("http://example.com/x?y"),
        Gen.Char["/ab?&=%+~4160C3A9c*"].Array[0, 24].Select(text => "/" + new string(text)), Gen.Const("/p?a=%C3%A9+1&%C3%A9=%"));

    static readonly Gen<MessageParts> Message = Gen.Select(Target, OneOf("https", "http", "HTTPS"), OneOf("Example.com", "example.com:443", "example.com:80", "[::1]:8443", ""),
        Line.Array[0, 3], Line.Array[0, 3], Line.Array[0, 2], (target, scheme, authority, x, agent, cache) =>
            MessageParts.OfRequest("GET", scheme, authority, target).With("x", x).With("signature-agent", agent).With("cache-status", cache));

    [Fact]
    public void It_is_the_text_that_a_plain_reading_of_the_rfc_builds()
    {
        var built = 0;
        Gen.Select(Message, Message, Gen.Bool, OneOf(Components).Array[0, 4]).Sample((first, second, isResponse, components) =>
        {
            var message = isResponse ? MessageParts.OfResponse(404, first).With("x", second.Field("x")!) : first;
            var signature = Signed.OfInput($"s=({string.Join(' ', components)});created=1;keyid=\"k\"");
            var expected = NaiveSignatureBase.Of(message, signature);
            Assert.Equal(expected, Signed.Base(message, signature));
            if (expected is not null)
                Interlocked.Increment(ref built);
        }, iter: 30_000, print: sample => string.Create(CultureInfo.InvariantCulture, $"{sample.Item1.RequestTarget} {sample.Item3} {string.Join(' ', sample.Item4)}"));
        Assert.True(built > 5_000, $"only {built} were built");
    }

    /// <summary>Each member of a long field, and each parameter of a long query, would be a reading of all of it.</summary>
    [Theory]
    [InlineData(4, true)]
    [InlineData(60, false)]
    public void No_more_is_read_than_the_longest_text(int covered, bool isBuilt)
    {
        var members = string.Join(",", Enumerable.Range(0, 1000).Select(number => string.Create(CultureInfo.InvariantCulture, $"key{number}=1")));
        var target = "/?" + members.Replace(',', '&');
        Assert.Equal(isBuilt, IsBuilt(number => $"\"signature-agent\";key=\"key{number}\""));
        Assert.Equal(isBuilt, IsBuilt(number => $"\"@query-param\";name=\"key{number}\""));

        bool IsBuilt(Func<int, string> component)
        {
            Assert.True(SignatureFields.TryRead([$"s=({string.Join(' ', Enumerable.Range(0, covered).Select(component))});tag=\"t\""], ["s=:AAAA:"], "t", out var signatures));
            return SignatureBase.TryBuild(Get(target).With("signature-agent", members), signatures[0], out _);
        }
    }
}
