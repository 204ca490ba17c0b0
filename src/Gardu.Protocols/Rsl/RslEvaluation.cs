using Gardu.Protocols.Robots;

namespace Gardu.Protocols.Rsl;

/// <summary>What a document came to.</summary>
public enum RslFinding : byte
{
    /// <summary>It says nothing of the path.</summary>
    Silent,

    /// <summary>It may be.</summary>
    Licensed,

    /// <summary>It is prohibited.</summary>
    Prohibited,

    /// <summary>Other uses are permitted, and a list of permissions is closed.</summary>
    Unlisted,

    /// <summary>It is for other users or places than who asks, or for who can report.</summary>
    Restricted,
}

/// <summary>What a document says of one use of one path.</summary>
/// <param name="Finding">Whether it may be, or why not.</param>
/// <param name="Licenses">The sets of terms under any of which it may; empty where it may not.</param>
public sealed record RslAnswer(RslFinding Finding, IReadOnlyList<RslLicense> Licenses)
{
    /// <summary>Whether it may be.</summary>
    public bool IsLicensed => Finding == RslFinding.Licensed;
}

/// <summary>Who asks for what.</summary>
/// <param name="Use">A use: <c>search</c>, <c>ai-index</c>, <c>ai-input</c> or <c>ai-train</c>.</param>
/// <param name="User">A kind of user; null for not known.</param>
/// <param name="Country">ISO 3166-1 alpha-2; null for not known.</param>
/// <param name="CanReport">Whether who asks can report as a licence demands; null for not at all.</param>
public sealed record RslQuestion(string Use, string? User = null, string? Country = null, Func<RslReporting, bool>? CanReport = null);

/// <summary>
/// The evaluation of RSL 1.0 (sections 3.1.1 and 3.4 to 3.7): the narrowest content that speaks of the use decides; in it the
/// closest word, and a prohibition before a permission. A list of permissions is closed. In doubt nothing is licensed.
/// </summary>
public static class RslEvaluation
{
    /// <summary>Asks a document.</summary>
    /// <param name="document">The document; null where there is none, and then nothing is licensed.</param>
    /// <param name="origin">Scheme and authority of the site, which absolute contents are held against.</param>
    /// <param name="path">Path and query as sent.</param>
    /// <param name="question">Who asks for what.</param>
    public static RslAnswer Ask(RslDocument? document, string origin, string path, RslQuestion question)
    {
        var canonical = PathText.Canonical(path);
        var scopes = (document?.Contents ?? [])
            .Where(content => content.Origin is null || content.Origin.Equals(origin, StringComparison.OrdinalIgnoreCase))
            .Where(content => content.Pattern?.IsMatch(canonical) == true)
            .GroupBy(content => content.Pattern!.Length) // those without a pattern matched nothing
            .OrderByDescending(scope => scope.Key);
        var unrestricted = No(RslFinding.Silent);
        foreach (var scope in scopes)
        {
            RslLicense[] licenses = [.. scope.SelectMany(content => content.Licenses)];
            var silent = new List<RslLicense>();
            if (Decide(licenses, question, silent) is { } answer)
                return answer;
            if (!unrestricted.IsLicensed)
                unrestricted = new RslAnswer(RslFinding.Licensed, silent);
        }
        return unrestricted;
    }

    /// <summary>What alternatives of one scope say; null where none speaks of the use, and then those that do not restrict it are in <paramref name="silent"/>.</summary>
    static RslAnswer? Decide(RslLicense[] licenses, RslQuestion question, List<RslLicense> silent)
    {
        var prohibited = licenses.Max(license => RslTokens.Closeness(license.Prohibits.Usage, question.Use));
        var permitted = licenses.Max(license => RslTokens.Closeness(license.Permits.Usage, question.Use));
        if (prohibited > 0 && prohibited >= permitted)
            return No(RslFinding.Prohibited);
        RslLicense[] granting = [.. licenses.Where(license => RslTokens.Closeness(license.Permits.Usage, question.Use) > 0 && IsFor(license, question))];
        if (permitted > 0)
            return granting.Length > 0 ? new RslAnswer(RslFinding.Licensed, granting) : No(RslFinding.Restricted);
        if (licenses.Any(license => license.Permits.Usage is not null))
            return No(RslFinding.Unlisted);
        silent.AddRange(licenses.Where(license => IsFor(license, question)));
        return silent.Count == 0 ? No(RslFinding.Restricted) : null;
    }

    static RslAnswer No(RslFinding finding) => new(finding, []);

    static bool IsFor(RslLicense license, RslQuestion question) =>
        license.Reporting.All(reporting => question.CanReport?.Invoke(reporting) == true)
        && Holds(license.Permits.User, license.Prohibits.User, word => word == question.User, question.User is not null)
        && Holds(license.Permits.Geo, license.Prohibits.Geo, word => word == question.Country || (word == "EU" && RslTokens.EuropeanUnion.Contains(question.Country)), question.Country is not null);

    static bool Holds(IReadOnlyList<string>? permits, IReadOnlyList<string>? prohibits, Func<string, bool> means, bool isKnown) =>
        (permits is null || (isKnown && permits.Any(means))) && (prohibits is null || (isKnown && !prohibits.Any(means)));
}
