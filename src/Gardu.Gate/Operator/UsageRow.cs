using System.Text.Json.Serialization;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Recording;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Gate.Operator;

/// <summary>Whether the gate can serve all traffic, and if not why; and why the ledger stands still, where it does.</summary>
sealed record ReadyAnswer(string Status, string? Reason, string? Ledger);

/// <summary>A page of records; <c>next</c> is the <c>after</c> of the following page.</summary>
sealed record UsagePage(IReadOnlyList<UsageRow> Records, string Next);

/// <summary>A usage record as the API shows it. Time is RFC 3339 UTC, duration milliseconds.</summary>
sealed record UsageRow(
    string Id, DateTimeOffset Time, string Site, string Method, string Path,
    string Agent, string? Operator, string Purpose, string Proof, string? Grounds, string? Detail, string? UserAgent, string? Licensee, string? Key, string Address,
    string Decision, string? Rule, string Reason, string Mode, string Terms,
    int Status, long Bytes, double DurationMs, ChargeRow? Charge)
{
    public static UsageRow Of(UsageRecord record) => new(
        record.Id.ToString(), record.Time, record.Site, record.Method, record.Path,
        record.Identity.Agent, record.Identity.Operator, record.Identity.PurposeName, record.Identity.Proof.Name(),
        record.Identity.Grounds?.Code, record.Identity.Detail, record.UserAgent, record.Identity.Licensee, record.Identity.Key, record.Address,
        record.Decision.Name(), record.Rule, record.Reason, record.Mode.Name(), record.TermsVersion,
        record.Status, record.Bytes, record.Duration.TotalMilliseconds, record.Charge is { } charge ? ChargeRow.Of(record.Id, charge) : null);
}

/// <summary>What was charged for it. The amount is decimal; <c>By</c> says whose word the price is, <c>Voided</c> when it was taken back.</summary>
sealed record ChargeRow(string Id, string Amount, string Currency, long Units, string Unit, string? Price, string By, string? Subscription, string? Agreement, DateTimeOffset? Voided)
{
    public static ChargeRow Of(RequestId request, Charge charge) => new(
        PrefixedId.Of(Charge.Prefix, request.Value), charge.Amount.Exact, charge.Amount.Currency, charge.Units, charge.Unit.Plural(), charge.Price?.ToString(), charge.Source.Name(), charge.Subscription, charge.Agreement, charge.Voided);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReadyAnswer))]
[JsonSerializable(typeof(UsagePage))]
[JsonSerializable(typeof(UndeclaredAnswer))]
sealed partial class OperatorJson : JsonSerializerContext;
