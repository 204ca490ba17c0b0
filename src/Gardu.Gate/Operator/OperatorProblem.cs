using Gardu.Gate.Refusals;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gardu.Gate.Operator;

/// <summary>Problems of the operator's listener (RFC 9457).</summary>
public static class OperatorProblem
{
    /// <summary>One whose type is the page of a reason.</summary>
    public static ProblemHttpResult Of(ReasonCode reason, int status, string detail) => TypedResults.Problem(
        detail, statusCode: status, title: reason.Title, type: Refusal.HelpPath(reason),
        extensions: new Dictionary<string, object?> { ["reason"] = reason.Code, ["help"] = Refusal.HelpPath(reason) });
}
