using System.Collections.Concurrent;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Catalogue;

/// <summary>Whether an agent's operator says that it honours robots.txt.</summary>
public enum RobotsStance : byte
{
    /// <summary>The operator says nothing that could be found.</summary>
    Unclear,

    /// <summary>The operator says yes.</summary>
    Yes,

    /// <summary>The operator says no, or that the agent may ignore it.</summary>
    No,
}

/// <summary>Who runs agents.</summary>
/// <param name="Name">As terms name it in <c>operator:NAME</c>.</param>
/// <param name="Domains">
/// Its own hosts, subdomains included: where its visitors are referred from and where its address lists may be moved to.
/// A last label of <c>*</c> stands for any public suffix (<c>google.*</c>).
/// </param>
/// <param name="Contact">Address or page to write to.</param>
public sealed record AgentOperator(string Name, IReadOnlyList<string> Domains, string? Contact);

/// <summary>A published list of addresses.</summary>
/// <param name="Url">Where the operator publishes it; null where the owner has to bring it.</param>
/// <param name="File">Its name in a feeds folder: the last segment of the URL unless the catalogue says otherwise.</param>
public sealed record AddressFeedSource(Uri? Url, string File);

/// <summary>How an agent can be proven.</summary>
/// <param name="Feeds">Address lists; being in any of them proves the agent.</param>
/// <param name="DnsSuffixes">Names that forward-confirmed reverse DNS must end with, on a label boundary.</param>
/// <param name="AutonomousSystems">Numbers of the networks it comes from.</param>
/// <param name="Signers">Identifiers that its HTTP message signatures name: <c>https://bot.example</c>.</param>
public sealed record AgentProofs(
    IReadOnlyList<AddressFeedSource> Feeds,
    IReadOnlyList<string> DnsSuffixes,
    IReadOnlyList<long> AutonomousSystems,
    IReadOnlyList<string> Signers)
{
    /// <summary>None at all.</summary>
    public static AgentProofs None { get; } = new([], [], [], []);

    /// <summary>Whether anything is published that a request without a signature could be held against.</summary>
    public bool IsEmpty => Feeds.Count == 0 && DnsSuffixes.Count == 0;
}

/// <summary>One automated client of the catalogue.</summary>
public sealed class Agent
{
    /// <summary>Product token as its operator writes it.</summary>
    public required string Token { get; init; }

    /// <summary>Who runs it.</summary>
    public required AgentOperator Operator { get; init; }

    /// <summary>The one purpose that decisions go by.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>Other known uses; shown, never decided on.</summary>
    public IReadOnlyList<Purpose> AlsoUsedFor { get; init; } = [];

    /// <summary>
    /// Texts that stand for it in a user agent, compared without case on word boundaries; the token itself unless the
    /// catalogue says otherwise. <c>^</c> binds one to the start; one that ends in a sign needs no boundary behind it.
    /// </summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>True for a token that steers use in robots.txt and never fetches (<c>Google-Extended</c>): whoever sends it lies.</summary>
    public bool IsControlToken { get; init; }

    /// <summary>How it can be proven.</summary>
    public required AgentProofs Proofs { get; init; }

    /// <summary>What its operator says of robots.txt.</summary>
    public RobotsStance HonoursRobots { get; init; }

    /// <summary>The operator's page about it.</summary>
    public Uri? Documentation { get; init; }

    /// <summary>The day on which the entry was last held against its sources.</summary>
    public required DateOnly Checked { get; init; }

    ConcurrentDictionary<(Proof, ReasonCode), AgentIdentity> Identities { get; } = new();

    /// <summary>The agent's identity with a proof and what it rests on; one instance each, so that identifying allocates nothing.</summary>
    public AgentIdentity Identity(Proof proof, ReasonCode grounds) =>
        Identities.TryGetValue((proof, grounds), out var known)
            ? known
            : Identities.GetOrAdd((proof, grounds), new AgentIdentity(RequesterKind.Agent, Token, Operator.Name, Purpose, proof, grounds));

    /// <summary>The agent's identity as long as nothing but its name is known.</summary>
    public AgentIdentity Unproven => Identity(Proof.Claimed, Proofs.IsEmpty ? ProofReasons.NoProofPublished : ProofReasons.ProofNotAtHand);
}
