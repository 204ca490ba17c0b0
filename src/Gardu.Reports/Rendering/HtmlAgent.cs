using Gardu.Reports.Profiles;
using Gardu.Reports.Recorded;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Rendering;

/// <summary>All that is known of one agent as one page that needs nothing else: no script, no file, no connection.</summary>
public sealed class HtmlAgent
{
    readonly HtmlText page = new();
    readonly AgentProfile profile;

    HtmlAgent(AgentProfile profile) => this.profile = profile;

    /// <summary>Renders the page; whatever strangers called themselves or asked for stands in it as plain text.</summary>
    public static string Render(AgentProfile profile)
    {
        var agent = new HtmlAgent(profile);
        agent.AddHead();
        if (profile.History is { } history)
        {
            agent.AddSaid(history);
            agent.AddProof(history);
            agent.AddTaken(history);
        }
        agent.AddContacts();
        agent.AddCatalogue();
        agent.AddFoot();
        return agent.page.ToString();
    }

    void AddHead()
    {
        page.StartPage(profile.Name);
        page.Add($"<h1 style=\"overflow-wrap:anywhere\">{profile.Name}</h1>\n<p>{char.ToUpperInvariant(profile.Kind[0]) + profile.Kind[1..]}.</p>\n");
        if (profile.History?.Machine is { } seen)
            page.Add($"<p>{Figures.Count(seen.Requests, "request", "requests")} and {Figures.Size(seen.Bytes)}, {MachineWords.Refused(seen)}. Seen from {MachineWords.Seen(seen)}.</p>\n");
        else
            page.Add($"<p>{(profile.HasRecord ? "Nothing is on record of it." : "There is no record to look in; the gate makes one.")}</p>\n");
    }

    void AddSaid(MachineHistory history)
    {
        page.Add($"<h2>1. What did it say of itself?</h2>\n");
        if (history.Machine.UserAgents.Count == 0)
        {
            page.Add($"<p>Nothing that is on record.</p>\n");
            return;
        }
        page.StartTable("user agent", "n requests");
        foreach (var said in history.Machine.UserAgents)
            page.Add($"<tr><td class=\"p\"><code>{said.Text}</code></td><td class=\"n\">{Figures.Count(said.Requests)}</td></tr>\n");
        page.EndTable();
    }

    void AddProof(MachineHistory history)
    {
        page.Add($"<h2>2. How was it proven?</h2>\n");
        if (history.Proven(Proof.None) == history.Machine.Requests)
        {
            page.Add($"<p>Nothing is there to be proven: it is no agent that the catalogue knew.</p>\n");
            return;
        }
        var proofs = ProofNames.StrongestFirst.Where(proof => history.Proven(proof) > 0).ToArray();
        HtmlProof.AddKeys(page, proofs);
        page.Add($"{SvgPlots.Bar(history.Machine.Requests, "requests by proof, as in the table", [.. proofs.Select(proof => (proof.Name(), history.Proven(proof))), ("unknown", history.Proven(Proof.None))])}\n");
        page.StartTable("proof", "n requests", "n of all");
        foreach (var (requests, proof) in MachineWords.Proofs(history))
            page.Add($"<tr><td>{proof}</td>{Share(requests, history)}</tr>\n");
        page.EndTable();
        if (history.Grounds.Count == 0)
            return;
        page.Add($"<p>What that rests on:</p>\n");
        page.StartTable("why", "proof", "n requests");
        foreach (var grounds in history.Grounds)
            page.Add($"<tr><td class=\"p\"><code>{grounds.Reason.Code}</code> {grounds.Reason.Meaning}</td><td>{grounds.Proof.Name()}</td><td class=\"n\">{Figures.Count(grounds.Requests)}</td></tr>\n");
        page.EndTable();
    }

    void AddTaken(MachineHistory history)
    {
        page.Add($"<h2>3. What did it take?</h2>\n<p>It came from {MachineWords.From(history.Machine)}, and {MachineWords.Robots(history.Machine)}.</p>\n");
        page.StartTable("asked for most", "n requests", "n bytes");
        foreach (var path in history.Paths)
            page.Add($"<tr><td class=\"p\"><code>{path.Path}</code> <span class=\"quiet\">{path.Site}</span></td><td class=\"n\">{Figures.Count(path.Requests)}</td><td class=\"n\">{Figures.Size(path.Bytes)}</td></tr>\n");
        page.EndTable();
        page.Add($"<p>What was decided:</p>\n");
        page.StartTable("decision", "why", "n requests");
        foreach (var decision in history.Decisions)
            page.Add($"<tr><td>{MachineWords.Decided(decision)}</td><td class=\"p\"><code>{decision.Reason}</code> {ReasonCodes.Find(decision.Reason)?.Meaning ?? ""}</td><td class=\"n\">{Figures.Count(decision.Requests)}</td></tr>\n");
        page.EndTable();
        page.Add($"<p>Where it came from:</p>\n");
        page.StartTable("network or address", "n requests", "n of all");
        foreach (var place in history.From)
            page.Add($"<tr><td>{place.Text}</td>{Share(place.Requests, history)}</tr>\n");
        page.EndTable();
        if (history.Keys.Count == 0)
            return;
        page.Add($"<p>With whose keys:</p>\n");
        page.StartTable("key", "of", "n requests", "n of all");
        foreach (var key in history.Keys)
            page.Add($"<tr><td><code>{key.Key}</code></td><td>{profile.LicenseeName(key.Licensee)}</td>{Share(key.Requests, history)}</tr>\n");
        page.EndTable();
    }

    void AddContacts()
    {
        page.Add($"<h2>{(profile.History is null ? "" : "4. ")}Whom to write to?</h2>\n");
        if (profile.Contacts.Count == 0)
            page.Add($"<p>Nobody is named, neither in the catalogue nor in what it says of itself.</p>\n");
        else
            AddFacts(profile.Contacts);
        if (profile.Contacts.Any(contact => contact.Name == AgentProfile.OwnWord))
            page.Add($"<p class=\"quiet\">What it says itself proves nothing: anybody can write anything into a user agent.</p>\n");
    }

    void AddCatalogue()
    {
        if (profile.Agent is not { } agent)
            return;
        page.Add($"<h2>What the catalogue says</h2>\n");
        AddFacts(CatalogueFacts.Of(agent, profile.Feeds, profile.At));
    }

    void AddFacts(IEnumerable<ProfileFact> facts)
    {
        page.StartTable("", "");
        foreach (var fact in facts)
            page.Add($"<tr><td>{fact.Name}</td><td class=\"p\">{fact.Text}</td></tr>\n");
        page.EndTable();
    }

    void AddFoot() => page.Add($"<p class=\"quiet\">Made by gardu agents show, {Figures.Moment(profile.At)} UTC. Lists hold the most frequent.</p>\n</body>\n</html>\n");

    static HtmlText.Markup Share(long requests, MachineHistory history) =>
        new($"<td class=\"n\">{HtmlText.Escape(Figures.Count(requests))}</td><td class=\"n\">{HtmlText.Escape(Figures.Share(requests, history.Machine.Requests))}</td>");
}
