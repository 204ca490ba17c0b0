using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gardu.Configuration;
using Gardu.Terms;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Tests.Configuration;

/// <summary>What editors are told of <c>gardu.yaml</c> and what the readers take are the same, and the sample shows all of it.</summary>
public sealed partial class SchemaTests : IDisposable
{
    static readonly string Root = FindRoot();
    static readonly JsonNode Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "docs/reference/gardu.schema.json")))!;
    static readonly string Sample = Path.Combine(Root, "samples/gardu.yaml");

    /// <summary>Where the schema speaks of a mapping, and where a document has it.</summary>
    static readonly (string InSchema, string InDocument)[] Places =
    [
        ("$", "$"), ("$.properties.feeds", "$.feeds"), ("$.$defs.site", "$.sites[0]"), ("$.$defs.site.properties.tls", "$.sites[0].tls"), ("$.$defs.site.properties.records", "$.sites[0].records"),
        ("$.$defs.rule", "$.sites[0].terms[0]"), ("$.$defs.agent", "$.agents[0]"), ("$.$defs.plan", "$.plans.basic"),
        ("$.properties.ledger", "$.ledger"), ("$.properties.ledger.properties.witnesses.items", "$.ledger.witnesses[0]"),
    ];

    readonly string folder = Directory.CreateTempSubdirectory("gardu-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_sample_has_no_problem()
    {
        var read = Load(Sample, out var problems);
        Assert.Empty(problems);
        Assert.Equal(2, read!.Sites.Count);
    }

    [Fact]
    public void The_sample_shows_every_key()
    {
        var text = File.ReadAllText(Sample);
        foreach (var key in Places.SelectMany(place => KeysAt(place.InSchema)))
            Assert.True(Regex.IsMatch(text, $@"(?m)^[ #-]*{Regex.Escape(key)}:"), $"{key} is not in the sample");
    }

    [Fact]
    public void Every_mapping_of_the_schema_is_closed_and_known_here()
    {
        var found = new List<string>();
        Walk(Schema, node =>
        {
            if (node["properties"] is null && node["patternProperties"] is null)
                return;
            Assert.False(node["additionalProperties"]?.GetValue<bool>(), $"{node.GetPath()} is open");
            if (node["properties"] is not null)
                found.Add(node.GetPath());
        });
        Assert.Equal(Places.Select(place => place.InSchema).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    /// <summary>Each key that any reader takes, put into each mapping: it is unknown there exactly where the schema has it not.</summary>
    [Fact]
    public void The_readers_take_the_keys_of_the_schema_and_no_others()
    {
        string[] keys = [.. KeysInSources().Concat(Places.SelectMany(place => KeysAt(place.InSchema))).Distinct()];
        foreach (var (inSchema, inDocument) in Places)
        {
            var allowed = KeysAt(inSchema);
            foreach (var key in keys)
                Assert.True(IsUnknown(inDocument, key) != allowed.Contains(key), $"{key} at {inDocument}");
        }
    }

    [Fact]
    public void Every_value_of_the_schema_has_a_description()
    {
        foreach (var (inSchema, _) in Places)
            foreach (var (key, value) in At(Schema, inSchema)["properties"]!.AsObject())
                Assert.True(value!["description"] is not null, $"{key} at {inSchema} has no description");
    }

    [Fact]
    public void The_defaults_of_the_schema_are_the_programs()
    {
        var file = Write("""{"sites": [{"host": "a.example", "origin": "http://127.0.0.1:9"}]}""");
        var read = Load(file, out _)!;
        Assert.Equal(Default("listen"), Assert.Single(read.Listen).OriginalString);
        Assert.Equal(Default("operator"), read.Operator.OriginalString);
        Assert.Equal(Path.Combine(folder, Default("data")), read.DataFolder);
        Assert.Equal(Default("store") == "sqlite", read.Store is null);
        Assert.Equal(SpanOf(Default("keep")), read.Keep);
        Assert.Equal((string)Schema["properties"]!["ledger"]!["properties"]!["access"]!["default"]!, read.Ledger.Access.ToString(), ignoreCase: true);
        Assert.Equal(Default("addresses") == "hashed", read.HashAddresses);
        Assert.Equal(SpanOf((string)Schema["properties"]!["feeds"]!["properties"]!["refresh"]!["default"]!), read.FeedRefresh);
        Assert.Equal(SpanOf((string)Schema["$defs"]!["site"]!["properties"]!["timeout"]!["default"]!), read.Sites[0].Timeout);
        Assert.Equal("observe", (string)Schema["$defs"]!["site"]!["properties"]!["mode"]!["default"]!);
        Assert.Equal(SiteTerms.Default(Mode.Observe).Rules[0].Lines.Select(line => $"{line.Subject}: {line.Value}"), ["search: allow", "ai-train: refuse"]);
    }

    [Theory]
    [InlineData("value", "allow", "refuse", "limit 30/min", "limit 1/s", "limit  5/day", "0.002 USD", "5 EUR", "000.5 USD", "999999999.999999 IDR", "0.01 USD per request",
        "0.01 USD per record", "0.01 USD  per  kB", "0.20 USD per 1000 tokens", "1 USD per minute", "0.002 USD, limit 600/h", "0.01 USD per kB , limit 2/s", " allow ")]
    [InlineData("span", "90 days", "1 day", "12 h", "30 s", "5 minutes", "1  second")]
    [InlineData("listener", "http://127.0.0.1:8402", "https://0.0.0.0:443", "http://localhost:80", "http://[::1]:8402", "http://[::]:80/")]
    [InlineData("origin", "http://127.0.0.1:8080", "https://origin.example", "http://[::1]:81/")]
    [InlineData("host", "news.example", "*.news.example", "*", "127.0.0.1", "localhost")]
    [InlineData("store", "sqlite", "Host=db.example;Database=gardu;Username=gardu", "postgres://gardu@db.example/gardu", "postgresql://gardu:a%40b@db.example:5432/gardu?sslmode=require")]
    [InlineData("range", "192.0.2.7", "192.0.2.0/24", "2001:db8::/32", "::1")]
    public void What_the_program_reads_an_editor_accepts(string kind, params string[] texts) =>
        Assert.All(texts, text => Assert.Equal((text, true, true), (text, Reads(kind, text), Accepts(kind, text))));

    [Theory]
    [InlineData("value", "Allow", "deny", "", "30/min", "limit 30", "limit 0/min", "limit 5/week", "limit -1/s", "0.002", "0 USD", "0.00 USD", "-1 USD", "1,5 EUR", "0.0000001 USD",
        "0.002 usd", "0.002 USD per page", "0.20 USD per tokens", "allow, limit 3/s", "refuse, limit 3/s", "limit 3/s, limit 4/s", "1234567890 USD")]
    [InlineData("span", "90", "days", "0 days", "-1 days", "1.5 h", "90days", "1 week", "ever")]
    [InlineData("listener", "127.0.0.1:8402", "ftp://127.0.0.1", "http://news.example:80", "http://127.0.0.1:80/path", "8402")]
    [InlineData("origin", "127.0.0.1", "ftp://a.example", "http://a.example/path", "http://u@a.example", "http://a.example?x")]
    [InlineData("host", "http://news.example", "news.example/path", "news.example:80")]
    [InlineData("store", "SQLite", "postgres", "mysql://gardu@db.example/gardu", "postgres://gardu@db.example", "postgres://db.example/gardu", "./gardu.db", "Server")]
    [InlineData("range", "everybody", "192.0.2.0-192.0.2.9", "192.0.2.0/24/1")]
    public void What_the_program_refuses_an_editor_marks(string kind, params string[] texts) =>
        Assert.All(texts, text => Assert.Equal((text, false, false), (text, Reads(kind, text), Accepts(kind, text))));

    static bool Reads(string kind, string text) => kind switch
    {
        "value" => TermsValue.TryParse(text, out _, out _),
        "span" => Readers.Span(text, out _, out _),
        "listener" => Readers.Listener(text, out _, out _),
        "origin" => Readers.Origin(text, out _, out _),
        "host" => Readers.Host(text, out _, out _),
        "store" => Readers.Store(text, out _, out _),
        "range" => Readers.Range(text, out _, out _),
        _ => throw new ArgumentException($"no reader for {kind}", nameof(kind)),
    };

    static bool Accepts(string kind, string text) => Regex.IsMatch(text, (string)Schema["$defs"]![kind]!["pattern"]!);

    bool IsUnknown(string inDocument, string key)
    {
        var document = JsonNode.Parse("""
            {"feeds": {"refresh": "off"}, "plans": {"basic": {"price": "0 USD/month"}}, "ledger": {"witnesses": [{"url": "https://w.example/", "key": "witness.gardu.test/w1+8959c6f3+BHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk"}]}, "agents": [{"token": "CCBot"}],
             "sites": [{"host": "a.example", "origin": "http://127.0.0.1:9", "tls": {"certificate": "c", "key": "k"}, "records": {"at": "$.data[*]"}, "terms": [{"path": "/", "all": "refuse"}]}]}
            """)!;
        At(document, inDocument).AsObject().TryAdd(key, "x");
        Load(Write(document.ToJsonString()), out var problems);
        return problems.Any(problem => problem.Message.StartsWith($"unknown key \"{key}\"", StringComparison.Ordinal));
    }

    static GarduConfiguration? Load(string path, out IReadOnlyList<Terms.Yaml.YamlProblem> problems) =>
        new ConfigurationFile { Path = path }.Load(new Hashtable(), out problems);

    /// <summary>JSON is YAML too.</summary>
    string Write(string json)
    {
        var path = Path.Combine(folder, "gardu.yaml");
        File.WriteAllText(path, json);
        return path;
    }

    static string[] KeysAt(string inSchema) => [.. At(Schema, inSchema)["properties"]!.AsObject().Select(entry => entry.Key)];

    static IEnumerable<string> KeysInSources()
    {
        string[] sources = [.. Directory.GetFiles(Path.Combine(Root, "src/Gardu/Configuration"), "*.cs"), Path.Combine(Root, "src/Gardu.Terms/Written/SiteTermsReader.cs")];
        return sources.SelectMany(source => TakenKey().Matches(File.ReadAllText(source)).Select(match => match.Groups[1].Value))
            .Concat([.. PurposeNames.Every, PurposeNames.AiAll, PurposeNames.All]);
    }

    static string Default(string key) => (string)Schema["properties"]![key]!["default"]!;

    static TimeSpan? SpanOf(string text) => Readers.Span(text, out var span, out _) ? (TimeSpan?)span : null;

    static JsonNode At(JsonNode root, string path)
    {
        var at = root;
        foreach (Match step in PathStep().Matches(path))
            at = step.Groups[2].Success ? at[int.Parse(step.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture)]! : at[step.Groups[1].Value]!;
        return at;
    }

    static void Walk(JsonNode? node, Action<JsonObject> visit)
    {
        if (node is JsonArray list)
            foreach (var entry in list)
                Walk(entry, visit);
        if (node is not JsonObject map)
            return;
        visit(map);
        foreach (var (key, value) in map)
            if (key is "properties" or "$defs")
                foreach (var (_, entry) in value!.AsObject())
                    Walk(entry, visit);
            else
                Walk(value, visit);
    }

    static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex(@"\b(?:Take|Require)\(""([a-z-]+)""\)")]
    private static partial Regex TakenKey();

    [GeneratedRegex(@"\.([$a-z]+)|\[([0-9]+)\]")]
    private static partial Regex PathStep();
}
