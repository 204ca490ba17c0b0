using System.Net;
using System.Net.Sockets;
using System.Text;
using Gardu.Agents.Addresses;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Credentials;
using Gardu.Agents.Identification;
using Gardu.Agents.Names;
using Gardu.Commerce.Licensees;
using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Terms.Compiled;
using Gardu.Terms.Declarations;
using Gardu.Terms.Written;
using Gardu.Terms.Yaml;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Tests;

/// <summary>A real gate on free ports before a real origin.</summary>
sealed class TestGate : IAsyncDisposable
{
    public const string Browser = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    public const string Terms = """
        mode: enforce
        terms:
          - path: /
            search: allow
            ai-input: 0.002 USD
            ai-train: refuse
          - path: /members/
            all: refuse
          - path: /Archive/
            ai-train: allow
        """;

    /// <summary>The same terms, looked at and not in force.</summary>
    public static string Observed { get; } = Terms.Replace("mode: enforce", "mode: observe", StringComparison.Ordinal);

    readonly GateHost host;
    readonly ListLogger logging;
    readonly ILoggerFactory factory;

    TestGate(GateHost host, MemoryStore store, MemoryDeclarations declarations, CurrentSnapshot snapshot, ListLogger logging, ILoggerFactory factory) =>
        (this.host, Store, Declarations, Snapshot, this.logging, this.factory) = (host, store, declarations, snapshot, logging, factory);

    public MemoryStore Store { get; }

    public MemoryDeclarations Declarations { get; }

    public CurrentSnapshot Snapshot { get; }

    public IssuedKeys Keys { set => host.Keys = value; }

    public AccountDirectory Accounts { set => host.Accounts = value; }

    public void Swap(GateSnapshot next) => host.Swap(next);

    public Uri Url => new(host.PublicUrl);

    public Uri OperatorUrl => new(host.OperatorUrl);

    public IReadOnlyCollection<string> Log => logging.Lines;

    public static async Task<TestGate> Start(
        Uri origin, string terms = Terms, string host = "*", string? trustedProxy = null, string? trusted = null,
        TimeSpan? timeout = null, CertificateFiles? certificate = null, MemoryStore? store = null, MemoryDeclarations? declarations = null,
        Func<GateSnapshot, GateSnapshot>? with = null, INameServer? names = null, byte[]? signingKey = null, UndeclaredMode undeclared = UndeclaredMode.Show, ILedgerView? ledger = null)
    {
        store ??= new MemoryStore();
        declarations ??= new MemoryDeclarations();
        var logging = new ListLogger();
        var snapshot = new CurrentSnapshot((with ?? (same => same))(SnapshotOf(origin, terms, host, trustedProxy, trusted, timeout, certificate, undeclared)));
        var listen = new Uri(certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0");
        var options = new GateOptions([listen], new Uri("http://127.0.0.1:0"), TimeSpan.FromDays(1), names, signingKey);
        var factory = LoggerFactory.Create(builder => builder.AddProvider(logging).AddFilter("Microsoft.AspNetCore", LogLevel.None));
        var gate = await GateHost.StartAsync(options, snapshot, store, declarations, ledger, null, null, [], factory, TestContext.Current.CancellationToken);
        return new TestGate(gate, store, declarations, snapshot, logging, factory);
    }

    public static GateSnapshot SnapshotOf(
        Uri origin, string terms, string host = "*", string? trustedProxy = null, string? trusted = null, TimeSpan? timeout = null, CertificateFiles? certificate = null,
        UndeclaredMode undeclared = UndeclaredMode.Show)
    {
        var file = YamlFile.Parse("terms", terms);
        var written = SiteTermsReader.Read(file.Root, null, new KnownNames(AgentCatalogue.BuiltIn.Agents.Select(agent => agent.Token), []));
        Assert.Empty(file.Problems);
        var site = new Site
        {
            Hosts = [host],
            Origin = origin,
            Terms = CompiledTerms.Compile(written),
            Declared = DeclaredTerms.Of(written),
            Contact = "licensing@news.example",
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
            Certificate = certificate,
            Undeclared = undeclared,
        };
        return new GateSnapshot(
            new SiteDirectory([site]), new Identifier(AgentCatalogue.BuiltIn, [], Ranges(trusted)), Ranges(trustedProxy), AddressKeeping.Truncated);
    }

    static AddressRange[] Ranges(string? text) => text is not null && AddressRange.TryParse(text, out var range) ? [range] : [];

    /// <summary>A client that neither follows redirects nor decodes anything.</summary>
    public HttpClient Client(string userAgent)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        })
        { BaseAddress = Url };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        return client;
    }

    /// <summary>Sends bytes as they are and returns all that comes back until the gate closes, or resets a connection whose body it does not want.</summary>
    public async Task<string> Raw(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Url.Host, Url.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer) is var read and > 0)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException) when (answer.Length > 0)
        {
        }
        return answer.ToString();
    }

    /// <summary>Sends one request with a target as it is, and returns the status.</summary>
    public async Task<int> StatusOf(string target, string userAgent, string method = "GET")
    {
        var answer = await Raw($"{method} {target} HTTP/1.1\r\nHost: a.example\r\nUser-Agent: {userAgent}\r\nConnection: close\r\n\r\n");
        return int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        factory.Dispose();
    }

    sealed class ListLogger : ILoggerProvider, ILogger
    {
        readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception));
    }
}
