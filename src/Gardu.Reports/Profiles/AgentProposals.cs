using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Reports.Recorded;
using Gardu.Terms;

namespace Gardu.Reports.Profiles;

/// <summary>Turns machines that no catalogue named into proposals; what the catalogue names by now is left out.</summary>
public sealed class AgentProposals
{
    readonly AgentCatalogue catalogue;
    readonly ClaimReader claims;
    readonly HashSet<string> signers;

    /// <summary>Prepares a catalogue.</summary>
    public AgentProposals(AgentCatalogue catalogue)
    {
        this.catalogue = catalogue;
        claims = new ClaimReader(catalogue);
        signers = [.. catalogue.Agents.SelectMany(agent => agent.Proofs.Signers)];
    }

    /// <summary>Whether the catalogue does not name a machine by now either.</summary>
    public bool IsOutside(RecordedMachine machine) => machine.IsSigned
        ? !signers.Contains(machine.Name)
        : catalogue.Find(machine.Name) is null && claims.Read(Said(machine)).Agent is null;

    /// <summary>Whether a machine's name is one that says nothing of who runs it.</summary>
    public static bool IsLibrary(RecordedMachine machine) => !machine.IsSigned && ClientLibraries.Has(machine.Name);

    /// <summary>The proposal for a machine outside the catalogue.</summary>
    public AgentProposal For(RecordedMachine machine)
    {
        var contact = machine.UserAgents.Select(said => StatedWords.ContactIn(said.Text, said.IsCut)).FirstOrDefault(found => found is not null);
        var purpose = StatedWords.PurposeIn(Said(machine));
        var signature = machine.IsSigned ? machine.Name : null;
        var host = Uri.TryCreate(signature, UriKind.Absolute, out var url) ? url.IdnHost : null;
        var token = host is null ? machine.Name : TokenOf(machine, host);
        return new AgentProposal
        {
            Seen = machine,
            Token = token,
            Contact = contact,
            Operator = host ?? (contact is null ? null : StatedWords.HostOf(contact)),
            Purpose = purpose?.Purpose,
            PurposeWord = purpose?.Word,
            Signature = signature,
            Obstacle = ObstacleTo(token, machine, signature),
        };
    }

    /// <summary>A signer's token: what it calls itself where that is a name of its own, else the host of its keys.</summary>
    string TokenOf(RecordedMachine machine, string host) =>
        claims.Read(Said(machine)) is { Agent: null, IsBrowser: false } claim && claim.Name[0] != '(' && !ClientLibraries.Has(claim.Name) && ObstacleTo(claim.Name, machine, machine.Name) is null
            ? claim.Name : host;

    /// <summary>Tries it: the owner's entry has to be sound, to find the machine, and to take nothing from anybody else.</summary>
    string? ObstacleTo(string token, RecordedMachine machine, string? signature)
    {
        if (!char.IsAsciiLetterOrDigit(token[0]))
            return "its name does not begin with a letter or a digit";
        var changed = catalogue.With([new OwnerAgent(token, "somebody", Purpose.Other, Signature: signature)], out var problems);
        if (problems.Count > 0)
            return problems[0].Message;
        if (signature is null && new ClaimReader(changed).Read(Said(machine)).Agent?.Token != token)
            return "its name cannot be found again in its user agent";
        return TakenWords.TakenFrom(catalogue, changed) is { } whose ? $"its name stands in the user agents of {whose} too" : null;
    }

    static string Said(RecordedMachine machine) => machine.UserAgents is [var first, ..] ? first.Text : machine.IsSigned ? "" : machine.Name;
}
