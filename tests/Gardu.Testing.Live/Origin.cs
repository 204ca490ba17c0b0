using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gardu.Testing.Live;

/// <summary>A real server that answers as a test says, and remembers which paths it was asked for.</summary>
public sealed class Origin : IAsyncDisposable
{
    readonly WebApplication app;

    Origin(WebApplication app, ConcurrentQueue<string> seen, Uri url) => (this.app, Seen, Url) = (app, seen, url);

    public Uri Url { get; }

    /// <summary>Paths that it was asked for.</summary>
    public ConcurrentQueue<string> Seen { get; }

    /// <summary>Starts it, over TLS where there is a certificate.</summary>
    public static async Task<Origin> Start(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, 0, endpoint =>
        {
            if (certificate is not null)
                endpoint.UseHttps(certificate);
        }));
        var app = builder.Build();
        var seen = new ConcurrentQueue<string>();
        ((IApplicationBuilder)app).Run(context =>
        {
            seen.Enqueue(context.Request.Path);
            return answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Origin(app, seen, new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()));
    }

    /// <summary>An origin that says the same whatever it is asked.</summary>
    public static Task<Origin> Saying(string text) => Start(context => context.Response.WriteAsync(text));

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
