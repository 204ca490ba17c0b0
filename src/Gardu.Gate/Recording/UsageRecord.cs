using Gardu.Commerce.Charging;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Gate.Recording;

/// <summary>One machine request: who asked for what, what was decided and why, and what was answered.</summary>
public sealed record UsageRecord
{
    /// <summary>Characters of path and query that are kept.</summary>
    public const int PathLengthMax = 2048;

    /// <summary>Its name.</summary>
    public required RequestId Id { get; init; }

    /// <summary>When the request's head had been read, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The site's name.</summary>
    public required string Site { get; init; }

    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query as sent, cut at <see cref="PathLengthMax"/> characters.</summary>
    public required string Path { get; init; }

    /// <summary>Who asked.</summary>
    public required AgentIdentity Identity { get; init; }

    /// <summary>Characters of a user agent that are kept.</summary>
    public const int UserAgentLengthMax = 256;

    /// <summary>Characters of <see cref="AgentIdentity.Detail"/> that are shown.</summary>
    public const int DetailLengthMax = 500;

    /// <summary>What it called itself, cut at <see cref="UserAgentLengthMax"/> characters; null where it said nothing.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The client's address, truncated or hashed as the owner chose.</summary>
    public required string Address { get; init; }

    /// <summary>What was decided, whether or not the mode let it happen.</summary>
    public required Verdict Decision { get; init; }

    /// <summary>The rule that decided; null where none speaks.</summary>
    public required string? Rule { get; init; }

    /// <summary>Code of the reason.</summary>
    public required string Reason { get; init; }

    /// <summary>How far the rule goes.</summary>
    public required Mode Mode { get; init; }

    /// <summary>Version of the terms in force.</summary>
    public required string TermsVersion { get; init; }

    /// <summary>HTTP status that was answered; 499 where the client hung up first.</summary>
    public required int Status { get; init; }

    /// <summary>Bytes of the response's body.</summary>
    public required long Bytes { get; init; }

    /// <summary>From the request's head to the end of the answer.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What was charged for it; null for nothing. One that was charged was recorded before the first byte went out, and its bytes are those that were to follow, as far as that was known.</summary>
    public Charge? Charge { get; init; }
}
