using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Protocols.Robots;
using Gardu.Terms.Compiled;

namespace Gardu.Reports.Traffic;

/// <summary>What traffic is held against.</summary>
public sealed record ReportSettings
{
    /// <summary>Establishes who asks.</summary>
    public required Identifier Identifier { get; init; }

    /// <summary>Whose visitors people are, by where they come from.</summary>
    public required ReferralHosts Referrals { get; init; }

    /// <summary>Terms to say what the traffic would be worth; none, and it is worth nothing.</summary>
    public IReadOnlyList<SiteUnderTerms> Sites { get; init; } = [];

    /// <summary>The site that a log without host names is about; null for the one of any host, else the first.</summary>
    public SiteUnderTerms? SiteWithoutHost { get; init; }

    /// <summary>Whether the traffic is run through the terms, verdict by verdict.</summary>
    public bool Replays { get; init; }

    /// <summary>The robots.txt that machines were asked to obey; null where that is not asked.</summary>
    public RobotsTxt? Robots { get; init; }
}

/// <summary>Terms and where they hold.</summary>
/// <param name="Hosts">Host names without port: exact, <c>*.example.org</c> for any subdomain, or <c>*</c> for any host.</param>
/// <param name="Terms">What its owner asks of machines.</param>
public sealed record SiteUnderTerms(IReadOnlyList<string> Hosts, CompiledTerms Terms);
