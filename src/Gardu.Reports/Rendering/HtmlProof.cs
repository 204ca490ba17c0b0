using Gardu.Reports.Traffic;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Rendering;

/// <summary>The page's part on who is proven, who only claims, who lies, and why; what each reason means stands in it as well.</summary>
static class HtmlProof
{
    const string AnchorPrefix = "reason-";

    static readonly Dictionary<Proof, string> Words = new()
    {
        [Proof.Signed] = "by the agent",
        [Proof.Credential] = "a key of yours",
        [Proof.Address] = "listed by its company",
        [Proof.Dns] = "named by its company",
        [Proof.Claimed] = "nothing but its word",
        [Proof.Spoofed] = "a lie",
    };

    public static void Add(HtmlText page, TrafficSummary summary)
    {
        page.Add($"<h2>3. Which of them are proven, which only claim, which lie?</h2>\n");
        var named = summary.Machines.Where(machine => machine.HasName).ToList();
        if (named.Count == 0)
            page.Add($"<p>{ProofSentences.Nobody}</p>\n");
        else
            AddAgents(page, named);
        var doubts = Doubt.Of(summary);
        if (doubts.Count > 0)
            AddDoubts(page, summary, doubts);
        AddReasons(page, summary);
    }

    /// <summary>What the colours of proofs mean.</summary>
    public static void AddKeys(HtmlText page, IEnumerable<Proof> proofs)
    {
        page.Add($"<p>");
        foreach (var proof in proofs)
            page.Add($"{SvgPlots.Key(proof.Name(), $"{proof.Name()}: {Words[proof]}")}");
        page.Add($"</p>\n");
    }

    static void AddAgents(HtmlText page, List<MachineFigures> named)
    {
        var proofs = ProofNames.StrongestFirst.Where(proof => named.Exists(machine => machine.Proven(proof) > 0)).ToList();
        AddKeys(page, proofs);
        page.StartTable(["agent", "company", "", .. proofs.Select(proof => "n " + proof.Name())]);
        foreach (var machine in named.Take(HtmlTables.RowsMax))
        {
            var parts = proofs.Select(proof => (Class: proof.Name(), Size: machine.Proven(proof))).ToArray();
            var words = string.Join(", ", parts.Where(part => part.Size > 0).Select(part => $"{part.Class} {Figures.Count(part.Size)}"));
            page.Add($"<tr><td class=\"a\">{machine.Agent}</td><td>{machine.Operator ?? ""}</td><td class=\"b\">{SvgPlots.Bar(named[0].Requests, $"{machine.Agent}: {words}", parts)}</td>");
            foreach (var (_, size) in parts)
                page.Add($"<td class=\"n\">{Figures.Count(size)}</td>");
            page.Add($"</tr>\n");
        }
        page.EndTable();
        page.AddMore(named.Count);
    }

    static void AddDoubts(HtmlText page, TrafficSummary summary, IReadOnlyList<Doubt> doubts)
    {
        page.Add($"<h3>Who lied, who only claims, and why</h3>\n");
        page.StartTable("n requests", "proof", "why");
        foreach (var doubt in doubts.Take(HtmlTables.RowsMax))
            page.Add($"<tr><td class=\"n\">{Figures.Count(doubt.Requests)}</td><td>{doubt.Proof.Name()}</td><td class=\"w\">{doubt.Names(name => name)}: {doubt.Reason.Title} (<a href=\"#{AnchorPrefix}{doubt.Reason.Code}\">{doubt.Reason.Code}</a>)</td></tr>\n");
        page.EndTable();
        page.AddMore(doubts.Count);
        if (ProofSentences.Doubtful(summary) is { } doubtful)
            page.Add($"<p>{doubtful}</p>\n");
        if (doubts[0].Proof == Proof.Spoofed)
            page.Add($"<p>{ProofSentences.Liars}</p>\n");
    }

    /// <summary>What the reasons that occur mean, in the order of <see cref="ProofReasons.Every"/>.</summary>
    static void AddReasons(HtmlText page, TrafficSummary summary)
    {
        var met = summary.Machines.SelectMany(machine => machine.Grounds).Select(grounds => grounds.Reason).ToHashSet();
        if (met.Count == 0)
            return;
        page.Add($"<h3>What these reasons mean</h3>\n");
        page.Add($"<dl>\n");
        foreach (var reason in ProofReasons.Every.Where(met.Contains))
        {
            var requests = summary.Machines.Sum(machine => machine.Grounds.Where(grounds => grounds.Reason == reason).Sum(grounds => grounds.Requests));
            page.Add($"<dt id=\"{AnchorPrefix}{reason.Code}\"><code>{reason.Code}</code> {reason.Title}: {Figures.Count(requests, "request", "requests")}</dt><dd>{reason.Meaning}");
            if (ProofSentences.Advice(reason, summary.Source) is { } advice)
                page.Add($" <strong>{advice}</strong>");
            page.Add($"</dd>\n");
        }
        page.Add($"</dl>\n");
    }
}
