using Gardu.Gate.Clients;
using Gardu.Gate.Sites;
using Gardu.Protocols.Signatures;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Identifying;

/// <summary>A request as its client signed it: host and scheme as the client sees them, not as they reach the gate behind a proxy.</summary>
sealed class ContextMessage(HttpContext context, Site site, Incoming incoming) : SignedMessage
{
    public override string Method => context.Request.Method;

    public override string Scheme => site.Url?.Scheme ?? incoming.Client.Scheme;

    public override string Authority => incoming.Host;

    public override string RequestTarget => incoming.Target;

    public override IReadOnlyList<string?>? Field(string name) => context.Request.Headers.TryGetValue(name, out var lines) ? lines : (IReadOnlyList<string?>?)null;
}
