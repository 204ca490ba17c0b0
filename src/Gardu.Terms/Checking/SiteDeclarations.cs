using Gardu.Protocols.Html;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Protocols.Tdm;
using Gardu.Terms.Identities;

namespace Gardu.Terms.Checking;

/// <summary>Everything in which a site was found to say what machines may do; null or empty where it has none of it.</summary>
/// <param name="Address">The page whose use is asked about.</param>
/// <param name="Agents">Whom robots.txt is asked about: the agents of the catalogue.</param>
public sealed record SiteDeclarations(Uri Address, IReadOnlyList<AgentIdentity> Agents)
{
    /// <summary><c>/robots.txt</c>.</summary>
    public RobotsTxt? Robots { get; init; }

    /// <summary><c>/ai.txt</c>, which is written as robots.txt is.</summary>
    public RobotsTxt? AiTxt { get; init; }

    /// <summary><c>/.well-known/tdmrep.json</c>.</summary>
    public TdmReservations? Reservations { get; init; }

    /// <summary>The headers of the page, by name without regard to case.</summary>
    public ILookup<string, string> Headers { get; init; } = Array.Empty<string>().ToLookup(name => name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The page itself, where it is one.</summary>
    public WebPage? Page { get; init; }

    /// <summary>RSL documents, each with where it was found.</summary>
    public IReadOnlyList<(string Source, RslDocument Document)> Licenses { get; init; } = [];

    /// <summary>Path and query of the page.</summary>
    public string Path => PathText.OfUrl(Address.AbsoluteUri);

    /// <summary>Scheme and authority of the site.</summary>
    public string Site => Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Headers of one name as one value.</summary>
    public string Header(string name) => string.Join(", ", Headers[name]);

    /// <summary>Product tokens of the agents of a purpose; a name with a blank is none that a group of robots.txt is read for.</summary>
    public IEnumerable<string> TokensOf(Purpose purpose) =>
        Agents.Where(agent => agent.Purpose == purpose && !agent.Agent.Contains(' ', StringComparison.Ordinal)).Select(agent => agent.Agent);

    /// <summary>Paths at which the site says something else than at others, as far as its patterns tell.</summary>
    internal IEnumerable<string> OtherPaths() =>
        Licenses.SelectMany(license => license.Document.Contents).Select(content => content.Pattern)
            .Concat((Reservations?.Entries ?? []).Select(entry => entry.Location))
            .Concat((Robots?.Agents ?? []).SelectMany(agent => Robots!.GroupOf(agent)!.ContentUsages).Select(usage => usage.Pattern)) // named, so it has a group
            .Concat((Robots?.Agents ?? []).SelectMany(agent => Robots!.GroupOf(agent)!.Rules).Select(rule => rule.Pattern))
            .OfType<PathPattern>().Select(pattern => pattern.Prefix + pattern.Rest.Replace("*", "x", StringComparison.Ordinal).Replace("$", "", StringComparison.Ordinal))
            .Where(path => path.StartsWith('/')).Distinct();
}
