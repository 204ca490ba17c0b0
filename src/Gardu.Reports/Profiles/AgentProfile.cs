using Gardu.Agents.Catalogue;
using Gardu.Agents.Credentials;
using Gardu.Agents.Feeds;
using Gardu.Agents.Identification;
using Gardu.Reports.Recorded;

namespace Gardu.Reports.Profiles;

/// <summary>All that is known of one agent: what the catalogue says, and what is on record.</summary>
public sealed record AgentProfile
{
    /// <summary>The name of a contact that is nobody's word but the user agent's.</summary>
    public const string OwnWord = "as it says itself";

    /// <summary>Product token, signer's URL, licensee's name, or what an unknown machine calls itself.</summary>
    public required string Name { get; init; }

    /// <summary>Its entry; null outside the catalogue.</summary>
    public required Agent? Agent { get; init; }

    /// <summary>The licensee that it is; null for anybody else.</summary>
    public required Licensee? Licensee { get; init; }

    /// <summary>The address lists that are at hand.</summary>
    public required IReadOnlyList<AddressFeed> Feeds { get; init; }

    /// <summary>What is on record; null where nothing is, or there is no record.</summary>
    public required MachineHistory? History { get; init; }

    /// <summary>Whether there is a record at all.</summary>
    public required bool HasRecord { get; init; }

    /// <summary>Those who have keys, to name whose came with requests.</summary>
    public required IReadOnlyList<Licensee> Licensees { get; init; }

    /// <summary>When it was put together, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it is, in a line.</summary>
    public string Kind => this switch
    {
        { Agent: { } agent } => $"{agent.Operator.Name}, {Terms.PurposeNames.Name(agent.Purpose)}",
        { Licensee: { } licensee } => $"a licensee of yours ({licensee.Id})",
        { History.Machine.IsSigned: true } => "signs its requests; the catalogue knows nothing of it",
        _ => "nothing is known of it in the catalogue; seen in traffic",
    };

    /// <summary>Whom to write to, the best first; what only the user agent says is named as that.</summary>
    public IReadOnlyList<ProfileFact> Contacts
    {
        get
        {
            var contacts = new List<ProfileFact>();
            if (Agent is { } agent)
            {
                contacts.Add(new ProfileFact("operator", agent.Operator.Name));
                if (agent.Operator.Contact is { } contact)
                    contacts.Add(new ProfileFact("contact", contact));
                if (agent.Documentation is { } page)
                    contacts.Add(new ProfileFact("its page", page.ToString()));
                if (agent.Operator.Domains.Count > 0)
                    contacts.Add(new ProfileFact("operator's hosts", string.Join(", ", agent.Operator.Domains)));
            }
            if (Licensee is { Email: var email } licensee)
                contacts.Add(new ProfileFact("licensee", email is null ? licensee.Name : $"{licensee.Name}, {email}"));
            foreach (var said in (History?.Machine.UserAgents ?? []).Select(said => StatedWords.ContactIn(said.Text, said.IsCut)).OfType<string>().Distinct())
                contacts.Add(new ProfileFact(OwnWord, said));
            return contacts;
        }
    }

    /// <summary>A licensee's name, where it is on record.</summary>
    public string LicenseeName(string id) => Licensees.FirstOrDefault(known => known.Id == id)?.Name ?? id;
}

/// <summary>Something known, under a short name.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Text">What is known; a stranger's word may be in it.</param>
public sealed record ProfileFact(string Name, string Text);
