using System.Buffers;
using Gardu.Agents.Credentials;
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
        .Number("bytes", record.Bytes)
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
        .Text("proof", record.Identity.Proof.Name())
        .Text("purpose", record.Identity.Purpose?.Name())
        .Text("reason", record.Reason)
        .Text("requester", record.Identity.Kind == RequesterKind.Agent ? "agent" : "unknown-machine")
        .Text("rule", record.Rule)
        .Text("site", record.Site)
        .Number("status", record.Status)
        .Text("terms", record.TermsVersion)
        .Text("userAgent", record.UserAgent));

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
