using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Tests;

/// <summary>A real server that answers as a test says and remembers the heads it was sent.</summary>
sealed class Origin : IAsyncDisposable
{
    readonly WebApplication app;

    Origin(WebApplication app, Uri url) => (this.app, Url) = (app, url);

    public Uri Url { get; }

    /// <summary>What was asked for on a client's account.</summary>
    public ConcurrentQueue<(string Method, string Target, IHeaderDictionary Headers)> Seen { get; } = new();

    /// <summary>What the gate asked for on its own.</summary>
    public ConcurrentQueue<(string Method, string Target, IHeaderDictionary Headers)> Fetched { get; } = new();

    /// <summary>Starts it; what the gate fetches on its own account is answered only where a test is about that, and else is not there.</summary>
    public static async Task<Origin> Start(RequestDelegate answer, Action<ListenOptions>? listen = null, bool latinHeaders = false, bool answersFetches = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Limits.MaxRequestBodySize = null;
            if (latinHeaders)
                server.RequestHeaderEncodingSelector = server.ResponseHeaderEncodingSelector = _ => System.Text.Encoding.Latin1;
            server.Listen(System.Net.IPAddress.Loopback, 0, listen ?? (_ => { }));
        });
        var app = builder.Build();
        Origin? origin = null;
        app.UseWebSockets();
        ((IApplicationBuilder)app).Run(context =>
        {
            var headers = new HeaderDictionary();
            foreach (var (name, value) in context.Request.Headers)
                headers[name] = value;
            var isFetch = !headers.ContainsKey("X-Forwarded-For");
            (isFetch ? origin!.Fetched : origin!.Seen).Enqueue((context.Request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers));
            if (!isFetch || answersFetches)
                return answer(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var url = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return origin = new Origin(app, new Uri(url));
    }

    /// <summary>An origin that says hello, whatever it is asked.</summary>
    public static Task<Origin> Hello() => Start(context => context.Response.WriteAsync("hello"));

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
