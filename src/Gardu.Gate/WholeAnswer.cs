using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate;

/// <summary>Sends answers of the gate's own, whose bodies are at hand.</summary>
static class WholeAnswer
{
    /// <summary>Sends a body with its length; to <c>HEAD</c> the length alone.</summary>
    public static async ValueTask<Sent> SendAsync(this HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentLength = body.Length;
        return context.Request.Method == HttpMethods.Head ? default : SentOf(await context.Response.BodyWriter.WriteAsync(body, CancellationToken.None), body.Length);
    }

    /// <summary>
    /// What became of a body that was handed over. The server says at once whether anybody was there to take it; the request's
    /// own token would not do, since whoever has read all of it may have hung up by now.
    /// </summary>
    public static Sent SentOf(FlushResult handed, long length) => handed.IsCompleted ? new Sent(0, IsHungUp: true) : new Sent(length, IsHungUp: false);
}
