using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gardu.Tests.Checking;

/// <summary>A real site on this machine that answers as a test says.</summary>
sealed class TestSite : IAsyncDisposable
{
    readonly WebApplication app;

    TestSite(WebApplication app, Uri url) => (this.app, Url) = (app, url);

    public Uri Url { get; }

    public static async Task<TestSite> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        ((IApplicationBuilder)app).Run(answer);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestSite(app, new Uri(app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()));
    }

    /// <summary>A site of files; what is not among them is not there.</summary>
    public static Task<TestSite> OfFiles(Dictionary<string, string> files, Action<HttpResponse>? head = null) => StartAsync(async context =>
    {
        if (context.Request.Path == "/")
            head?.Invoke(context.Response);
        if (files.TryGetValue(context.Request.Path, out var text))
            await context.Response.WriteAsync(text.Replace("{site}", $"http://{context.Request.Host}", StringComparison.Ordinal));
        else
            context.Response.StatusCode = 404;
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
