using Gardu.Protocols.Robots;
using Gardu.Terms;
using Gardu.Terms.Decisions;

namespace Gardu.Commerce;

/// <summary>What a plan or an agreement is for.</summary>
public sealed record Scope
{
    /// <summary>Everything.</summary>
    public static Scope Everything { get; } = new();

    /// <summary>What may be asked for; empty for everything.</summary>
    public IReadOnlyList<Purpose> Purposes { get; init; } = [];

    /// <summary>Sites, by any of their hosts; empty for all.</summary>
    public IReadOnlyList<string> Sites { get; init; } = [];

    /// <summary>Paths; empty for all.</summary>
    public IReadOnlyList<PathPattern> Paths { get; init; } = [];

    /// <summary>Whether it is for a use of something.</summary>
    /// <param name="hosts">The hosts of the site.</param>
    /// <param name="purpose">What for; null where that is not known, and then only what is for everything covers it.</param>
    /// <param name="resource">What is asked for; every way to read it has to be covered.</param>
    public bool Covers(IReadOnlyList<string> hosts, Purpose? purpose, in Resource resource) =>
        (Purposes.Count == 0 || (purpose is { } use && Purposes.Contains(use)))
        && (Sites.Count == 0 || hosts.Any(host => Sites.Contains(host, StringComparer.OrdinalIgnoreCase)))
        && (Paths.Count == 0 || CoversPath(resource));

    /// <summary>Whether it names both a purpose and a path, rather than cover whatever there is: that is what lifts a refusal.</summary>
    public bool IsExplicit => Purposes.Count > 0 && Paths.Count > 0;

    bool CoversPath(in Resource resource)
    {
        if (!CoversReading(resource.Sent))
            return false;
        foreach (var reading in resource.Others)
            if (!CoversReading(reading))
                return false;
        return true;
    }

    bool CoversReading(string reading)
    {
        foreach (var path in Paths)
            if (path.IsMatch(reading))
                return true;
        return false;
    }
}
