using Gardu.Protocols.Rsl;
using Gardu.Protocols.Signals;
using Gardu.Reports.Rendering;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Commands.Terms;

/// <summary>A preview for people.</summary>
static class PreviewText
{
    const int ShownMax = 400;

    public static void Write(TextWriter output, Preview preview, bool declaresNothing)
    {
        var who = preview.Who;
        var what = who.Kind switch
        {
            RequesterKind.Person => "a person",
            RequesterKind.UnknownMachine => $"{who.Agent}, a machine outside the catalogue",
            _ => $"{who.Agent} of {who.Operator}, {who.PurposeName}{(who.Proof == Proof.Spoofed ? ", a token that never fetches, so whoever sends it lies" : "")}",
        };
        output.WriteLine($"{what}, at {preview.Site}");
        if (preview.Reads is { } reads)
            WriteReads(output, preview, reads, declaresNothing);
        output.WriteLine();
        output.WriteLine($"For {PrintableText.Of(preview.Path, ShownMax)} it gets");
        foreach (var (proof, decision) in preview.Gets)
        {
            if (proof != preview.Gets[0].Proof)
            {
                output.WriteLine();
                output.WriteLine(proof == Proof.Spoofed ? "and whoever lies under this name, and is found out by its address, gets" : "and where its address proves it");
            }
            WriteDecision(output, decision, CountedBy(who, proof));
        }
    }

    static void WriteReads(TextWriter output, Preview preview, Gardu.Terms.Previewing.DeclaredToRequester reads, bool declaresNothing)
    {
        output.WriteLine();
        output.WriteLine(declaresNothing ? "It reads your own robots.txt alone: nothing is declared, since every rule is in observe" : "It reads");
        Lines(output, "robots.txt", reads.Robots.Count == 0 ? ["nothing for it"] : reads.Robots);
        if (declaresNothing)
            return;
        Line(output, "Content-Usage", reads.Usages.Count == 0 ? "nothing for this path" : UsagePreferences.Write(reads.Usages.OrderBy(usage => usage.Key, StringComparer.Ordinal)));
        Line(output, "RSL", reads.Rsl is { } rsl ? $"{preview.Who.PurposeName}: {Words(rsl)}" : $"nothing: it has no word for {preview.Who.PurposeName}");
        Line(output, "TDM reservation", reads.Tdm is not { } tdm ? "none" : tdm.IsReserved ? $"reserved, terms at {tdm.Policy}" : "not reserved");
    }

    static void WriteDecision(TextWriter output, Decision decision, string countedBy)
    {
        var value = decision.Clause?.Value;
        Line(output, "decision", $"{decision.Verdict.Name()}{(value is null || value.ToString() == decision.Verdict.Name() ? "" : $" ({value})")}");
        Line(output, "status", decision.Status == 0 ? "the origin's" : $"{decision.Status} in enforce");
        if (decision.Clause is { } clause)
        {
            Line(output, "mode", $"{clause.Mode.Name()}: {Effect(decision)}");
            Line(output, "rule", clause.Rule);
        }
        Line(output, "reason", $"{decision.Reason.Code}: {decision.Reason.Meaning}");
        if (value?.Price is { } price)
            Line(output, "price", price.ToString());
        if (value?.Limit is { } limit)
            Line(output, "beyond", $"{limit} it gets 429; counted by {countedBy}");
    }

    static string CountedBy(AgentIdentity who, Proof proof) =>
        who.Kind == RequesterKind.UnknownMachine ? "network: /24 of IPv4, /64 of IPv6"
        : who.Kind == RequesterKind.Agent && proof != Proof.Spoofed ? "address, or by its name where that is proven"
        : "address";

    static string Effect(Decision decision) => decision switch
    {
        { Status: 0, Clause.Value.Limit: null } => "it passes",
        { Mode: Mode.Enforce, Status: 0 } => "it passes within the limit",
        { Mode: Mode.Enforce } => $"it gets {decision.Status}",
        { Mode: Mode.Warn, Status: not 0 } => $"it gets the origin's answer, with Gardu-Decision: would={decision.Verdict.Name()}; reason={decision.Reason.Code}",
        _ => "it gets the origin's answer, and the record says what would have been",
    };

    static string Words(RslAnswer answer) =>
        !answer.IsLicensed ? "not licensed"
        : string.Join(", or ", answer.Licenses.Select(license => license.Payment switch
        {
            null => "licensed free of charge",
            { Amount: { } amount } payment => $"licensed for {amount} {payment.Currency} a request",
            { } payment => $"licensed for a price that {payment.Custom ?? payment.Standard} names",
        }).Distinct());

    static void Line(TextWriter output, string name, string text) => Lines(output, name, [text]);

    static void Lines(TextWriter output, string name, IReadOnlyList<string> texts)
    {
        foreach (var (place, text) in texts.Index())
            output.WriteLine($"  {(place == 0 ? name : ""),-16} {PrintableText.Of(text, ShownMax)}");
    }
}
