using Gardu.Reports.Traffic;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Rendering;

/// <summary>What an owner can do about liars and about those who only claim, in sentences: the same on a page and in a terminal.</summary>
public static class ProofSentences
{
    /// <summary>Stands where no machine gave a name that could be proven.</summary>
    public const string Nobody = "Nobody gave a name that the catalogue knows.";

    /// <summary>What becomes of liars.</summary>
    public const string Liars =
        "Liars stay in the row of the name that they use. In enforce a gate gives them the stricter of that name's terms and unknown-machines.";

    /// <summary>What the owner can do where a proof is wanting for a reason; null where there is nothing to do.</summary>
    public static string? Advice(ReasonCode reason, SourceFigures source) =>
        reason == ProofReasons.ProofNotAtHand ? NotAtHand(source)
        : reason == ProofReasons.NoProofPublished ? "A rule for such a name holds for everybody who uses it."
        : reason == ProofReasons.LocalAddress ? source.IsRecord
            ? "If a proxy stands in front of the gate, name it in trusted-proxies."
            : "If a proxy stands in front of the server, the log has to name the clients' addresses in place of the proxy's."
        : reason == ProofReasons.SignatureInvalid || reason == ProofReasons.SignatureUnverified ? "gardu explain says of each request what is wrong with its signature."
        : null;

    /// <summary>A warning where the lies may be none; null where there is nothing to warn of.</summary>
    public static string? Doubtful(TrafficSummary summary) =>
        summary.Machines.Any(machine => machine.Proven(Proof.Address) + machine.Proven(Proof.Dns) > 0) || !summary.Machines.Any(machine => machine.Grounds.Any(IsLieByAddress)) ? null
        : summary.Source.IsRecord ? "Nobody came from an address of their company: if a proxy or CDN stands in front of the gate, name it in trusted-proxies, or honest agents look like liars."
        : "Nobody came from an address of their company: if the log has the addresses of a proxy or CDN in place of the clients', honest agents look like liars.";

    static bool IsLieByAddress(GroundsFigures grounds) => grounds.Reason == ProofReasons.AddressNotListed || grounds.Reason == ProofReasons.NameNotConfirmed;

    static string NotAtHand(SourceFigures source) => source.IsRecord
        ? "Fetch the published lists with \"gardu agents update\"; \"gardu agents show NAME\" tells the age of one. Who has no list is known by the name of its address, unless dns is off."
        : "Fetch the published lists with \"gardu agents update\" and give --feeds gardu-data/feeds; a list shows lies within 90 days of its date. Who has no list is known by the name of its address, for which only a running gate asks.";
}
