using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Signals;

namespace Gardu.Terms.Declarations;

/// <summary>
/// What a group of robots.txt says of the use of what may be fetched: one <c>Content-Signal</c>, which knows no paths, and a
/// <c>Content-Usage</c> for each path. The origin's own statements, which the group stands in for or is joined with, count
/// too, and the stricter of both holds.
/// </summary>
sealed class RobotsUses
{
    /// <summary>For each pattern and label whether the use passes (null where nothing is said of it), and what is said of its use.</summary>
    readonly (PathPattern Pattern, bool?[] Passes, string Usage)[] said;

    readonly (PathPattern Pattern, bool?[] Passes, string Usage)[] stars;
    readonly DeclaredTerms terms;

    public RobotsUses(DeclaredTerms terms)
    {
        this.terms = terms;
        said = [.. terms.Patterns.Select(pattern => (pattern, Labels.All.Select(label => Passes(terms, pattern, label)).ToArray(), UsageDeclaration.At(terms, pattern)))];
        stars = [.. said.Where(entry => entry.Pattern.Text[0] == '*')];
    }

    /// <summary>The records.</summary>
    /// <param name="isOpen">Whether the group's agent may fetch something of a pattern: what it cannot fetch it cannot use.</param>
    /// <param name="own">What the origin tells it; null for nothing.</param>
    public string Records(Func<PathPattern, bool> isOpen, RobotsGroup? own)
    {
        var text = new StringBuilder();
        var signal = Signal(isOpen, [.. (own?.ContentSignals ?? []).Where(signal => signal.Pattern is null).Select(signal => signal.Value)]);
        if (signal.Length > 0)
            text.Append($"Content-Signal: {signal}\n");
        foreach (var scoped in (own?.ContentSignals ?? []).Where(signal => signal.Pattern is not null))
            text.Append($"Content-Signal: {scoped}\n");
        var origins = own?.ContentUsages ?? [];
        foreach (var (path, usage) in Usages(origins))
            text.Append($"Content-Usage: {(path == "/" && origins.Count == 0 ? "" : path + " ")}{usage}\n"); // the origin's may name it, and a path counts before none
        return text.ToString();
    }

    /// <summary>A use is a yes where it passes wherever the agent is let in, and a no where it does not somewhere.</summary>
    string Signal(Func<PathPattern, bool> isOpen, string[] origins)
    {
        var open = said.Where(entry => isOpen(entry.Pattern)).ToArray();
        if (open.Length == 0)
            open = said;
        var ours = new List<string>();
        for (var i = 0; i < Labels.All.Count; i++)
        {
            if (Labels.All[i].ContentSignal is not { } key)
                continue;
            if (open.Any(entry => entry.Passes[i] == false))
                ours.Add($"{key}=no");
            else if (said.Any(entry => entry.Pattern.Text is "/" or "*" && entry.Passes[i] == true))
                ours.Add($"{key}=yes");
        }
        return ContentSignals.Combine([string.Join(", ", ours), .. origins]);
    }

    IEnumerable<(string Path, string Usage)> Usages(IReadOnlyList<RobotsPreference> origins)
    {
        var ours = said.SelectMany(entry => entry.Pattern.Text[0] == '/' ? [(entry.Pattern, WithStars(entry.Pattern, entry.Usage))] : FromRoot(entry.Pattern)).DistinctBy(entry => entry.Pattern.Text);
        if (origins.Count > 0)
            ours = Joined([.. ours], [.. origins.Select(usage => (usage.Pattern ?? PathPattern.Root, UsagePreferences.Parse(usage.Value)))]);
        return ours.Where(entry => entry.Usage.Length > 0).Select(entry => (entry.Pattern.Text, entry.Usage));
    }

    /// <summary>
    /// A pattern that begins with a star, whose paths a <c>Content-Usage</c> can name only from the root on, as patterns that do. They
    /// are not as long as it is, so whatever is about as long and may cross it counts as well, here and in <see cref="WithStars"/>.
    /// </summary>
    IEnumerable<(PathPattern Pattern, string Usage)> FromRoot(PathPattern pattern)
    {
        var stricter = UsagePreferences.Combine(said.Where(entry => Math.Abs(entry.Pattern.Length - pattern.Length) <= 1 && entry.Pattern.MayMeet(pattern)).Select(entry => UsagePreferences.Parse(entry.Usage)));
        foreach (var text in pattern.Text.Length > 1 && pattern.Text[1] == '/' ? ["/" + pattern.Text, pattern.Text[1..]] : new[] { "/" + pattern.Text })
            if (PathPattern.TryParse(text, out var rooted))
                yield return (rooted!, UsagePreferences.Write(stricter));
    }

    string WithStars(PathPattern pattern, string usage)
    {
        var crossing = stars.Where(entry => entry.Pattern.Length == pattern.Length && entry.Pattern.MayMeet(pattern)).Select(entry => UsagePreferences.Parse(entry.Usage)).ToArray();
        return crossing.Length == 0 ? usage : UsagePreferences.Write(UsagePreferences.Combine([UsagePreferences.Parse(usage), .. crossing]));
    }

    /// <summary>Ours and the origin's for the patterns of both: of two statements for one path the stricter counts, but a longer path would count before both.</summary>
    IEnumerable<(PathPattern Pattern, string Usage)> Joined((PathPattern Pattern, string Usage)[] ours, (PathPattern Pattern, IReadOnlyDictionary<string, bool> Said)[] theirs) =>
        ours.Concat(theirs.Select(usage => (usage.Pattern, UsageDeclaration.At(terms, usage.Pattern))))
            .DistinctBy(entry => entry.Item1.Text).OrderByDescending(entry => entry.Item1.Length).ThenBy(entry => entry.Item1.Text, StringComparer.Ordinal)
            .Select(entry => (entry.Item1, UsagePreferences.Write(UsagePreferences.Combine(
                theirs.Where(usage => usage.Pattern.Length <= entry.Item1.Length && usage.Pattern.MayMeet(entry.Item1)).Select(usage => usage.Said).Prepend(UsagePreferences.Parse(entry.Item2))))));

    static bool? Passes(DeclaredTerms terms, PathPattern pattern, Labels label) =>
        terms.At(pattern, DeclaredTerms.AnyOf(label.Purpose)) is { } value ? DeclaredTerms.Passes(value) : null;
}
