using System.Globalization;
using Gardu.Gate.Identifying;
using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;
using Gardu.Gate.Refusals;
using Gardu.Terms.Decisions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gardu.Gate.Operator;

/// <summary>What the operator's listener answers: health, metrics, records.</summary>
static class OperatorEndpoints
{
    const string PageDefault = "100";
    const int PageMax = 1000;

    public static void MapOperator(this IEndpointRouteBuilder app)
    {
        app.MapGet("/live", () => TypedResults.Text("live\n")).ExcludeFromDescription();
        app.MapGet("/ready", Ready).ExcludeFromDescription();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapOpenApi("/api/v1/openapi.json");
        app.MapGet("/api/v1/usage", Usage).WithName("list-usage-records").WithSummary("List usage records, oldest first; \"next\" is the \"after\" of the following page").WithTags("usage").Produces<UsagePage>();
        app.MapGet("/api/v1/undeclared", (Suspects suspects) => TypedResults.Json(UndeclaredAnswer.Of(suspects), OperatorJson.Default.UndeclaredAnswer))
            .WithName("list-undeclared").WithSummary("List clients with a browser's user agent that behave like machines").WithTags("undeclared").Produces<UndeclaredAnswer>();
        app.MapGet(FreePaths.OwnPrefix + "{**page}", Reason).ExcludeFromDescription();
    }

    /// <summary>A ledger that stands still is said, and does not keep the gate from serving: what it is to have waits in the store.</summary>
    static JsonHttpResult<ReadyAnswer> Ready(UsageRecorder recorder, [FromServices] ILedgerView? ledger = null)
    {
        var answer = new ReadyAnswer(recorder.Failure is null ? "ready" : "unavailable", recorder.Failure, ledger?.State.Failure);
        return TypedResults.Json(answer, OperatorJson.Default.ReadyAnswer, statusCode: answer.Reason is null ? 200 : 503);
    }

    /// <summary>Records behind a cursor, oldest first, so that the newest page is the last.</summary>
    static Results<JsonHttpResult<UsagePage>, ProblemHttpResult> Usage(IUsageStore store, string? after, string? limit)
    {
        if (!int.TryParse(limit ?? PageDefault, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size is < 1 or > PageMax)
            return OperatorProblem.Of(ReasonCodes.InvalidParameter, 400, $"limit is 1 to {PageMax}");
        try
        {
            if (store.Read(after ?? "", size) is not { } records)
                return OperatorProblem.Of(ReasonCodes.InvalidParameter, 400, "after is the \"next\" of an earlier page");
            var next = records.Count == 0 ? after ?? "" : records[^1].Cursor;
            return TypedResults.Json(new UsagePage([.. records.Select(row => UsageRow.Of(row.Record))], next), OperatorJson.Default.UsagePage);
        }
        catch (StoreException failed)
        {
            return OperatorProblem.Of(ReasonCodes.StoreUnavailable, 503, failed.Message);
        }
    }

    /// <summary>The pages that problems link, the same as on the public listener.</summary>
    static Results<ContentHttpResult, NotFound> Reason(HttpContext context) =>
        ReasonPages.Find(context.Request.Path, contact: null) is { } page ? TypedResults.Text(page, "text/html; charset=utf-8") : TypedResults.NotFound();
}
