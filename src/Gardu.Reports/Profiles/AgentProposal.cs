using Gardu.Reports.Recorded;
using Gardu.Terms;

namespace Gardu.Reports.Profiles;

/// <summary>A machine on record that is no agent of the catalogue, as it could become one.</summary>
public sealed record AgentProposal
{
    /// <summary>What is on record of it.</summary>
    public required RecordedMachine Seen { get; init; }

    /// <summary>The product token that it could have.</summary>
    public required string Token { get; init; }

    /// <summary>The page or mail address that its user agent names; null where it names none.</summary>
    public required string? Contact { get; init; }

    /// <summary>The host that it names or signs under, as the best that is known of its operator; null where nothing is.</summary>
    public required string? Operator { get; init; }

    /// <summary>The purpose that its user agent states; null where it states none.</summary>
    public required Purpose? Purpose { get; init; }

    /// <summary>The word that states it.</summary>
    public required string? PurposeWord { get; init; }

    /// <summary>The identifier that its signatures name, a URL; null where it does not sign.</summary>
    public required string? Signature { get; init; }

    /// <summary>Why it cannot be added under this token, in words; null where it can.</summary>
    public required string? Obstacle { get; init; }
}
