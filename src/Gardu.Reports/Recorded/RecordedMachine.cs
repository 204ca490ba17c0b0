namespace Gardu.Reports.Recorded;

/// <summary>One machine, or those of one name, on record.</summary>
public sealed record RecordedMachine
{
    /// <summary>Its name: a product token, a signer's URL, a licensee's id, or what an unknown machine calls itself.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it signed requests, and is known by its signer's URL.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>One or more.</summary>
    public required long Requests { get; init; }

    /// <summary>Bytes of the answers' bodies.</summary>
    public required long Bytes { get; init; }

    /// <summary>Requests answered 401, 402, 403 or 429.</summary>
    public required long Refused { get; init; }

    /// <summary>When it was first seen, UTC.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was last seen, UTC.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Networks that it came from, as the record keeps them: /24 of IPv4, /48 of IPv6.</summary>
    public required long Networks { get; init; }

    /// <summary>Addresses that it came from, where the record keeps a hash of each in place of the network.</summary>
    public required long HashedAddresses { get; init; }

    /// <summary>How often it asked for robots.txt.</summary>
    public required long RobotsReads { get; init; }

    /// <summary>What it called itself, the commonest few; without requests that said nothing.</summary>
    public required IReadOnlyList<CountedText> UserAgents { get; init; }
}

/// <summary>A text on record and how often.</summary>
/// <param name="Text">As it stands on record.</param>
/// <param name="Requests">How many requests, one or more.</param>
/// <param name="IsCut">Whether it is as long as what the record keeps, so that its end may be missing.</param>
public sealed record CountedText(string Text, long Requests, bool IsCut = false);
