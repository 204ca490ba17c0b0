using System.Net;
using System.Net.Quic;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using Gardu.Agents.Credentials;
using Gardu.Agents.Names;
using Gardu.Agents.Signatures;
using Gardu.Agents.Undeclared;
using Gardu.Commerce.Licensees;
using Gardu.Gate.Charging;
using Gardu.Gate.Declaring;
using Gardu.Gate.Forwarding;
using Gardu.Gate.Identifying;
using Gardu.Gate.Ledger;
using Gardu.Gate.Limits;
using Gardu.Gate.Operator;
using Gardu.Gate.Recording;
using Gardu.Gate.Refusals;
using Gardu.Gate.Telemetry;
using Gardu.Protocols.Signatures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Gardu.Gate;

/// <summary>The running gate: the public listeners and the operator's, on the same snapshot and record.</summary>
public sealed class GateHost : IAsyncDisposable
{
    /// <summary>How long open requests may take to finish when the gate stops; what is left of five seconds is the last commit's.</summary>
    static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(3.5);

    /// <summary>Sites whose declarations are made at the same time when terms come into force.</summary>
    const int PreparedAtOnce = 8;

    static readonly TimeSpan HeadWithin = TimeSpan.FromSeconds(15);

    readonly WebApplication publicApp;
    readonly WebApplication operatorApp;
    readonly UsageRecorder recorder;

    readonly CurrentSnapshot snapshot;
    readonly CancellationTokenSource stopping = new();
    Task sharing = Task.CompletedTask;

    GateHost(WebApplication publicApp, WebApplication operatorApp, UsageRecorder recorder, CurrentSnapshot snapshot) =>
        (this.publicApp, this.operatorApp, this.recorder, this.snapshot) = (publicApp, operatorApp, recorder, snapshot);

    /// <summary>Where people and machines come in.</summary>
    public string PublicUrl => UrlOf(publicApp);

    /// <summary>Where the operator looks.</summary>
    public string OperatorUrl => UrlOf(operatorApp);

    /// <summary>How long records are kept; a reload may change it.</summary>
    public TimeSpan Keep { set => recorder.Keep = value; }

    /// <summary>The keys in force.</summary>
    public IssuedKeys Keys { set => publicApp.Services.GetRequiredService<CurrentKeys>().Value = value; }

    /// <summary>The accounts in force.</summary>
    public AccountDirectory Accounts
    {
        set
        {
            publicApp.Services.GetRequiredService<CurrentAccounts>().Value = value;
            publicApp.Services.GetService<Cashier>()?.Forget(); // somebody may have paid in
        }
    }

    /// <summary>Puts another snapshot in force; requests under way keep theirs.</summary>
    public void Swap(GateSnapshot next)
    {
        snapshot.Swap(next);
        Announce();
    }

    /// <summary>Writes down the terms in force, and makes the files that declare them.</summary>
    void Announce()
    {
        var inForce = snapshot.Value;
        publicApp.Services.GetRequiredService<DeclarationHistory>().Announce(inForce.Sites);
        var files = publicApp.Services.GetRequiredService<DeclaredFiles>();
        _ = Parallel.ForEachAsync(
            inForce.Sites.Sites.Where(site => !site.Declared.IsEmpty), new ParallelOptions { MaxDegreeOfParallelism = PreparedAtOnce },
            async (site, _) => await files.PrepareAsync(inForce, site));
    }

    /// <summary>Starts serving. Throws <see cref="IOException"/> where an address is taken.</summary>
    /// <param name="options">Addresses and what does not change while it runs.</param>
    /// <param name="snapshot">What requests are judged by.</param>
    /// <param name="store">Where records go.</param>
    /// <param name="declarations">Where the history of declarations is kept.</param>
    /// <param name="ledger">What is shown of the ledger; null to show none.</param>
    /// <param name="charges">Where charges are made; null to sell nothing.</param>
    /// <param name="rates">Where gates tell each other what they let through; null for a gate that is alone.</param>
    /// <param name="operations">What the operator's listener does for whoever brings the token.</param>
    /// <param name="logging">Where the log goes.</param>
    /// <param name="stop">Gives up starting.</param>
    public static async Task<GateHost> StartAsync(
        GateOptions options, CurrentSnapshot snapshot, IUsageStore store, IDeclarationStore declarations, ILedgerView? ledger, IChargeStore? charges, ISharedRates? rates, IReadOnlyList<Operation> operations, ILoggerFactory logging, CancellationToken stop)
    {
        var people = new PeopleCounter(TimeProvider.System);
        var recorder = new UsageRecorder(store, people, options.Keep, TimeProvider.System, logging.CreateLogger<UsageRecorder>());

        var publicBuilder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        publicBuilder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(server => Configure(server, options, snapshot));
        if (QuicListener.IsSupported)
            publicBuilder.WebHost.UseQuic();
        publicBuilder.Services
            .AddSingleton(logging).AddSingleton(TimeProvider.System).AddSingleton(snapshot).AddSingleton(store).AddSingleton(people).AddSingleton(recorder)
            .AddMetrics().AddHttpForwarder()
            .AddSingleton<GateMetrics>().AddSingleton<OriginCookies>().AddSingleton<Suspects>().AddSingleton<UndeclaredWatch>().AddSingleton<OriginForwarder>().AddSingleton<RateLimits>().AddSingleton<Sales>().AddSingleton<Judge>().AddSingleton<RefusalWriter>()
            .AddSingleton(declarations).AddSingleton<DeclarationHistory>().AddSingleton<OriginTerms>().AddSingleton<OriginRobots>().AddSingleton<DeclaredFiles>().AddSingleton<TermsPages>().AddSingleton<LedgerPages>().AddSingleton<QuotePage>().AddSingleton<Gate>();
        if (ledger is not null)
            publicBuilder.Services.AddSingleton(ledger);
        if (charges is not null)
            publicBuilder.Services.AddSingleton(charges).AddSingleton<Cashier>();
        AddIdentifying(publicBuilder.Services, options, snapshot);
        var publicApp = publicBuilder.Build();
        var gate = publicApp.Services.GetRequiredService<Gate>();
        ((IApplicationBuilder)publicApp).Run(gate.AnswerAsync);

        var operatorBuilder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        operatorBuilder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.RequestHeadersTimeout = HeadWithin;
            Listen(server, options.OperatorListen, snapshot, HttpProtocols.Http1);
        });
        operatorBuilder.Services.AddRoutingCore().AddOpenApi(api => api.AddDocumentTransformer((document, _, _) =>
        {
            (document.Info.Title, document.Info.Version, document.Servers) = ("Gardu", "v1", null); // it stands wherever the operator's listener does
            return Task.CompletedTask;
        }));
        operatorBuilder.Services.AddSingleton(logging).AddSingleton(store).AddSingleton(recorder).AddSingleton(publicApp.Services.GetRequiredService<Suspects>());
        if (ledger is not null)
            operatorBuilder.Services.AddSingleton(ledger);
        operatorBuilder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter(GateMetrics.MeterName, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel").AddPrometheusExporter());
        var operatorApp = operatorBuilder.Build();
        if (options.OperatorListen.IsLoopback)
            operatorApp.Use(OperatorHost.RefuseStrangeNames);
        operatorApp.UseRouting();
        operatorApp.MapOperator();
        if (options.OperatorToken is { } token)
            new OperatorApi(token).Map(operatorApp, operations);

        var host = new GateHost(publicApp, operatorApp, recorder, snapshot);
        if (rates is not null)
            host.sharing = new RateSharing(publicApp.Services.GetRequiredService<RateLimits>(), rates, TimeProvider.System).RunAsync(host.stopping.Token);
        host.Announce();
        if (options.Listen.Any(url => url.Scheme == Uri.UriSchemeHttps) && !QuicListener.IsSupported)
            publicApp.Services.GetRequiredService<ILogger<Gate>>().Http3Unavailable();
        await operatorApp.StartAsync(stop);
        await publicApp.StartAsync(stop);
        return host;
    }

    /// <summary>What finds out who asks, made by factories so that it is disposed of with the host.</summary>
    static void AddIdentifying(IServiceCollection services, GateOptions options, CurrentSnapshot snapshot)
    {
        if (options.SigningKey is { } octets)
            services.AddSingleton(_ => SigningKey.Of(octets) ?? throw new ArgumentException($"a signing key has {SigningKey.Size} octets", nameof(options))).AddSingleton<OwnDirectory>();
        services
            .AddSingleton<CurrentKeys>().AddSingleton<CurrentAccounts>()
            .AddSingleton(services => new DirectoryFetch(() => snapshot.Value.PrivateNetworks, services.GetRequiredService<TimeProvider>()))
            .AddSingleton<KeyDirectories>().AddSingleton<AgentSignatures>()
            .AddSingleton(services => new RequesterReader(
                options.NameServer is { } server ? new AddressNames(server, snapshot.Value.Identifier.Catalogue.DnsSuffixes, services.GetRequiredService<TimeProvider>()) : null,
                services.GetRequiredService<AgentSignatures>(), services.GetRequiredService<CurrentKeys>(), services.GetRequiredService<CurrentAccounts>(), services.GetRequiredService<UndeclaredWatch>(), services.GetRequiredService<TimeProvider>()));
    }

    /// <summary>
    /// Limits of the public listeners: a head of at most 32 KiB in 100 lines within 15 seconds, a request line of 16 KiB.
    /// Bodies may be of any size, since the origin decides on uploads; a client that sends or reads slower than 240 bytes
    /// a second is dropped.
    /// </summary>
    static void Configure(KestrelServerOptions server, GateOptions options, CurrentSnapshot snapshot)
    {
        server.AddServerHeader = false;
        server.AllowResponseHeaderCompression = true;
        server.RequestHeaderEncodingSelector = static _ => Encoding.Latin1; // octets pass as they come
        server.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        server.Limits.MaxRequestBodySize = null;
        server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        server.Limits.MaxRequestHeaderCount = 100;
        server.Limits.MaxRequestLineSize = 16 * 1024;
        server.Limits.RequestHeadersTimeout = HeadWithin;
        foreach (var url in options.Listen)
            Listen(server, url, snapshot, url.Scheme == Uri.UriSchemeHttps && QuicListener.IsSupported ? HttpProtocols.Http1AndHttp2AndHttp3 : HttpProtocols.Http1AndHttp2);
    }

    static void Listen(KestrelServerOptions server, Uri url, CurrentSnapshot snapshot, HttpProtocols protocols)
    {
        void Endpoint(ListenOptions endpoint)
        {
            endpoint.Protocols = url.Scheme == Uri.UriSchemeHttps ? protocols : HttpProtocols.Http1;
            if (url.Scheme == Uri.UriSchemeHttps)
                endpoint.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = connection => ValueTask.FromResult(new SslServerAuthenticationOptions
                    {
                        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                        ServerCertificateContext = snapshot.Value.Certificates.Find(connection.ClientHelloInfo.ServerName),
                    }),
                });
        }

        if (url.Host is "localhost")
            server.ListenLocalhost(url.Port, Endpoint);
        else if (url.Host is "*" or "+")
            server.ListenAnyIP(url.Port, Endpoint);
        else
            server.Listen(IPAddress.Parse(url.Host.Trim('[', ']')), url.Port, Endpoint);
    }

    static string UrlOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    /// <summary>Stops taking requests, lets open ones finish, commits what has been recorded; within five seconds in all.</summary>
    public async ValueTask DisposeAsync()
    {
        using var deadline = new CancellationTokenSource(StopsWithin);
        await stopping.CancelAsync();
        await sharing;
        stopping.Dispose();
        await Task.WhenAll(publicApp.StopAsync(deadline.Token), operatorApp.StopAsync(deadline.Token));
        await recorder.DisposeAsync();
        await publicApp.DisposeAsync();
        await operatorApp.DisposeAsync();
    }
}
