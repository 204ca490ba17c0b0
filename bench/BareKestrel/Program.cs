using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

// The peer for refusals: Kestrel sending the very bytes that Gardu sends. BareKestrel LISTEN STATUS BODYFILE
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls(args[0]);
var status = int.Parse(args[1]);
var body = File.ReadAllBytes(args[2]);
var app = builder.Build();
((IApplicationBuilder)app).Run(async context =>
{
    context.Response.StatusCode = status;
    context.Response.ContentType = "text/html; charset=utf-8";
    context.Response.Headers.CacheControl = "no-store";
    context.Response.Headers.Vary = "Accept";
    context.Response.Headers["Gardu-Request"] = "req_01a20abbf07371b8acc7365dae754db0";
    context.Response.Headers["crawler-price"] = "USD 0.002";
    context.Response.ContentLength = body.Length;
    body.CopyTo(context.Response.BodyWriter.GetMemory(body.Length));
    context.Response.BodyWriter.Advance(body.Length);
    await context.Response.BodyWriter.FlushAsync();
});
app.Run();
