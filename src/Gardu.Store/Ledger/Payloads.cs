using System.Buffers;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Agreements;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Declaring;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Store.Ledger;

/// <summary>What entries are about, in canonical bytes (<c>docs/formats/ledger.md</c>). The same fact always gives the same bytes.</summary>
static class Payloads
{
    /// <summary>One machine request.</summary>
    public static byte[] Of(UsageRecord record) => Write(json => json
        .Text("address", record.Address)
        .Text("agent", record.Identity.Agent)
        .Text("agreement", record.Charge?.Agreement)
        .Text("amount", record.Charge?.Amount.Exact)
        .Number("bytes", record.Bytes)
        .Text("charge", record.Charge is null ? null : PrefixedId.Of(Charge.Prefix, record.Id.Value))
        .Text("currency", record.Charge?.Amount.Currency)
        .Text("decision", record.Decision.Name())
        .Text("detail", record.Identity.Detail)
        .Number("duration", (long)record.Duration.TotalMicroseconds)
        .Text("grounds", record.Identity.Grounds?.Code)
        .Text("id", record.Id.ToString())
        .Text("key", record.Identity.Key)
        .Text("licensee", record.Identity.Licensee)
        .Text("method", record.Method)
        .Text("mode", record.Mode.Name())
        .Text("operator", record.Identity.Operator)
        .Text("path", record.Path)
        .Text("price", record.Charge?.Price?.ToString())
        .Text("priceBy", record.Charge?.Source.Name())
        .Text("proof", record.Identity.Proof.Name())
        .Text("purpose", record.Identity.Purpose?.Name())
        .Text("reason", record.Reason)
        .Text("requester", record.Identity.Kind == RequesterKind.Agent ? "agent" : "unknown-machine")
        .Text("rule", record.Rule)
        .Text("site", record.Site)
        .Number("status", record.Status)
        .Text("subscription", record.Charge?.Subscription)
        .Text("terms", record.TermsVersion)
        .Text("unit", record.Charge?.Unit.Plural())
        .Number("units", record.Charge?.Units)
        .Text("userAgent", record.UserAgent));

    /// <summary>A charge that was taken back.</summary>
    public static byte[] OfVoid(Guid charge, string licensee, Money amount, string reason) => Write(json => json
        .Text("amount", amount.Exact).Text("charge", PrefixedId.Of(Charge.Prefix, charge)).Text("currency", amount.Currency).Text("licensee", licensee).Text("reason", reason));

    /// <summary>What moves a balance.</summary>
    public static byte[] Of(Posting posting) => Write(json => json
        .Text("amount", posting.Amount.Exact).Text("currency", posting.Amount.Currency).Text("kind", posting.Kind.Name()).Text("licensee", posting.Licensee).Text("note", posting.Note).Text("posting", posting.Id));

    /// <summary>What a licensee has agreed to.</summary>
    /// <param name="licensee">Who.</param>
    /// <param name="agreement">The agreement as it is from now on.</param>
    /// <param name="change"><c>accepted</c> or <c>ends</c>.</param>
    public static byte[] Of(string licensee, Agreement agreement, string change) => Write(json => json
        .Time("acceptedAt", agreement.AcceptedAt).Text("acceptedBy", agreement.AcceptedBy).Text("agreement", agreement.Id).Text("change", change).Text("document", agreement.Document)
        .Time("ends", agreement.End).Text("licensee", licensee).Number("noticeDays", (long)agreement.Notice.TotalDays).Texts("paths", [.. agreement.Scope.Paths.Select(path => path.Text)])
        .Text("price", agreement.Price?.ToString()).Texts("purposes", [.. agreement.Scope.Purposes.Select(purpose => purpose.Name())]).Text("sha256", agreement.DocumentHash)
        .Texts("sites", agreement.Scope.Sites).Time("starts", agreement.Start));

    /// <summary>A plan that a licensee has from some time on, or no longer.</summary>
    /// <param name="licensee">Who.</param>
    /// <param name="subscription">The plan.</param>
    /// <param name="change"><c>assigned</c> or <c>ends</c>.</param>
    public static byte[] Of(string licensee, Subscription subscription, string change) => Write(json => json
        .Text("change", change).Time("ends", subscription.End).Text("licensee", licensee).Text("plan", subscription.Plan.Name).Text("sha256", PlanText.HashOf(subscription.Plan))
        .Time("starts", subscription.Start).Text("subscription", subscription.Id).Number("version", subscription.Version));

    /// <summary>How a licensee stands from some time on.</summary>
    public static byte[] Of(string licensee, StatusChange change) => Write(json => json
        .Text("change", "status").Time("from", change.From).Text("licensee", licensee).Text("reason", change.Reason).Text("site", change.Site).Text("status", change.Status.Name()));

    /// <summary>A person of a licensee.</summary>
    /// <param name="licensee">Whose.</param>
    /// <param name="member">The person.</param>
    /// <param name="change"><c>member-added</c> or <c>member-removed</c>.</param>
    public static byte[] Of(string licensee, Member member, string change) => Write(json => json
        .Text("change", change).Text("email", member.Email).Text("licensee", licensee).Text("name", member.Name).Text("role", member.Role.Name()));

    /// <summary>A signing agent of a licensee.</summary>
    /// <param name="licensee">Whose.</param>
    /// <param name="signer">The agent.</param>
    /// <param name="change"><c>signer-added</c> or <c>signer-removed</c>.</param>
    public static byte[] Of(string licensee, BoundSigner signer, string change) => Write(json => json
        .Text("change", change).Text("licensee", licensee).Text("purpose", signer.Purpose?.Name()).Text("signer", signer.Url));

    /// <summary>What a site says from now on.</summary>
    public static byte[] Of(Declaration declaration) => Write(json => json
        .Text("name", declaration.Name).Text("sha256", declaration.Hash).Text("site", declaration.Site));

    /// <summary>A licensee that was added.</summary>
    public static byte[] Of(Licensee licensee) => Write(json => json
        .Text("change", "added").Text("email", licensee.Email).Text("licensee", licensee.Id).Text("name", licensee.Name));

    /// <summary>A licensee that was erased, of whom nothing but the id is left.</summary>
    public static byte[] OfErased(string licensee) => Write(json => json.Text("change", "erased").Text("licensee", licensee));

    /// <summary>A change of a licensee's key.</summary>
    /// <param name="key">The key as it is from now on.</param>
    /// <param name="change"><c>added</c>, <c>ends</c> or <c>revoked</c>.</param>
    public static byte[] Of(IssuedKey key, string change) => Write(json => json
        .Flag("audits", key.Audits).Text("change", change).Time("expires", key.Expires).Text("key", key.Id).Text("licensee", key.Licensee.Id)
        .Text("purpose", key.Purpose?.Name()).Texts("sites", key.Sites).Text("startsWith", KeySecret.Mark + key.Index));

    /// <summary>A change of the log's own key.</summary>
    /// <param name="vkey">The key.</param>
    /// <param name="change"><c>added</c> or <c>retired</c>.</param>
    public static byte[] OfLogKey(string vkey, string change) => Write(json => json.Text("change", change).Text("vkey", vkey));

    /// <summary>What the gate works by from now on.</summary>
    public static byte[] Of(ConfigurationInForce configuration) => Write(json =>
    {
        json.Text("program", configuration.Program).Text("sha256", configuration.Hash).BeginList("sites");
        foreach (var site in configuration.Sites)
            json.Begin().Text("mode", site.Mode.Name()).Text("site", site.Site).Text("terms", site.Terms).End();
        json.EndList();
    });

    /// <summary>What was erased, as far as it was said; not what it was.</summary>
    /// <param name="erasure">What was asked for.</param>
    /// <param name="entries">Of how many entries something went.</param>
    public static byte[] Of(Erasure erasure, long entries) => Write(json => json
        .Text("action", "erase").Time("before", erasure.Before).Number("entries", entries)
        .Number("index", erasure.Index).Number("kind", (long?)erasure.Kind).Text("licensee", erasure.Licensee));

    static byte[] Write(Action<CanonicalJson> members)
    {
        var output = new ArrayBufferWriter<byte>(512);
        var json = new CanonicalJson(output).Begin();
        members(json);
        json.End();
        return output.WrittenSpan.ToArray();
    }
}
