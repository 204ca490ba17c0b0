using System.Net;
using Gardu.Gate.Clients;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Http;

namespace Gardu.Gate.Operator;

/// <summary>
/// Keeps web pages off a listener that has no password. A page may lead its own name to this machine (DNS rebinding) and
/// then read what is answered; the name in <c>Host</c> gives it away, since nobody can do that to an address or to
/// <c>localhost</c>.
/// </summary>
static class OperatorHost
{
    /// <summary>Answers 421 to a name other than <c>localhost</c>.</summary>
    public static Task RefuseStrangeNames(HttpContext context, RequestDelegate next)
    {
        var name = HostText.NameOf(context.Request.Headers.Host.ToString());
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(name.Trim("[]"), out _)
            ? next(context)
            : OperatorProblem.Of(ReasonCodes.UnknownHost, 421, "the operator's listener answers to localhost and to addresses").ExecuteAsync(context);
    }
}
