using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Terms.Declarations;

/// <summary>
/// Terms as groups of robots.txt (RFC 9309), put before the origin's own file. One group for all agents that are told the
/// same, and <c>*</c> for everybody else. A crawler reads only its own group, so each repeats what the origin tells that
/// agent, and lets in where both do; an agent that the origin names has a group here too. A price is a refusal.
/// </summary>
public static class RobotsDeclaration
{
    const string Everybody = "*";

    /// <summary>What a file says that is there and cannot be had (RFC 9309 section 2.3.1.4).</summary>
    static readonly byte[] Unreachable = "User-agent: *\nDisallow: /\n"u8.ToArray();

    /// <summary>What a crawler needs in order to obey; opened wherever a group closes it.</summary>
    static readonly string[] Needed = ["/robots.txt", "/license.xml", "/ai.txt", "/.well-known/", FreePaths.OwnPrefix];

    /// <summary>Renders what stands before the origin's own file.</summary>
    public static string Render(DeclarationSource source)
    {
        var origin = RobotsTxt.Parse(source.OriginRobots ?? Unreachable);
        var text = new StringBuilder(
            $"# What machines may do here, by the terms of this site. In words: {source.TermsUrl}\n"
            + "# An agreement or a paid licence overrides a Disallow.\n");
        foreach (var license in Licenses(source, origin.Licenses)) // those of the origin's file would stand below a group and be its own
            text.Append($"License: {license}\n");
        text.Append('\n').Append(Groups(source, origin));
        if (origin.HasRecordsOfNobody)
            text.Append($"# What the site's own file begins with names nobody, so it stays nobody's.\nUser-agent: {RobotsTxt.Nobody}\nDisallow:\n\n");
        return text.Append(source.OriginRobots switch
        {
            null => "# The site's own robots.txt cannot be had at the moment; until it can be, everything is disallowed (RFC 9309 section 2.3.1.4).\n",
            [] => "",
            _ => "# The site's own robots.txt follows.\n",
        }).ToString();
    }

    /// <summary>The groups, each with an empty line behind it; empty where nothing is declared. No reader takes a name with a blank for a product token, so those agents are left to <c>*</c>.</summary>
    static string Groups(DeclarationSource source, RobotsTxt origin)
    {
        var (terms, agents) = (source.Terms, source.Agents);
        if (terms.IsEmpty)
            return "";
        var uses = new RobotsUses(terms);
        var (known, indexes) = (new Dictionary<object, string>(), new Dictionary<RobotsGroup, OriginRules>());
        string RecordsOf(AgentIdentity who)
        {
            var (isNamed, own) = (origin.Names(who.Agent), origin.GroupOf(who.Agent));
            var key = (terms.ClassOf(who), Named: isNamed ? own : null); // agents that one group names are told the same
            if (known.TryGetValue(key, out var records))
                return records;
            if (own is not null && !indexes.ContainsKey(own))
                indexes.Add(own, new OriginRules(own));
            return known[key] = Records(source, who, own is null ? null : indexes[own], isNamed, uses);
        }

        var strangers = origin.Agents.Where(token => token != Everybody && !agents.Any(agent => agent.Agent.Equals(token, StringComparison.OrdinalIgnoreCase))).Select(AgentIdentity.UnknownMachine);
        var everybody = RecordsOf(AgentIdentity.UnknownMachine(Everybody));
        var text = new StringBuilder();
        var groups = agents.Where(agent => !agent.Agent.Contains(' ', StringComparison.Ordinal)).Concat(strangers)
            .Select(who => (who.Agent, Records: RecordsOf(who), IsNamed: origin.Names(who.Agent)))
            .Where(entry => entry.Records != everybody || entry.IsNamed)
            .GroupBy(entry => entry.Records, entry => entry.Agent)
            .Select(group => (Tokens: group.Order(StringComparer.OrdinalIgnoreCase).ToArray(), Records: group.Key))
            .OrderBy(group => group.Tokens[0], StringComparer.OrdinalIgnoreCase);
        foreach (var (tokens, records) in groups.Append(([Everybody], everybody)))
        {
            foreach (var token in tokens)
                text.Append("User-agent: ").Append(token).Append('\n');
            text.Append(records).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Everything that one agent is told: first where it may go, the longest pattern first, so that who takes the first match reads the same; then licences and uses, at which some readers end a group; then what nobody here knows.</summary>
    static string Records(DeclarationSource source, AgentIdentity who, OriginRules? origin, bool isNamed, RobotsUses uses)
    {
        var own = origin?.Group;
        var terms = source.Terms;
        var isClosed = who.Kind == RequesterKind.UnknownMachine && !DeclaredTerms.Passes(terms.UnknownMachines);
        var patterns = terms.Patterns.Where(pattern => terms.Speaks(pattern, who)).Concat(own?.Rules.Select(rule => rule.Pattern) ?? []).ToList();
        if (isClosed || patterns.Count == 0)
            patterns.Add(Parse("/"));
        var rules = patterns.DistinctBy(pattern => pattern.Text)
            .Select(pattern => (Pattern: pattern, Allows: !isClosed && DeclaredTerms.Passes(terms.At(pattern, who)) && origin?.LetsIn(pattern) != false)).ToList();
        var told = rules.ToArray();
        foreach (var path in Needed)
            if (rules.Exists(rule => !rule.Allows && rule.Pattern.IsMatch(path)) && !rules.Exists(rule => rule.Pattern.Text == path))
                rules.Add((Parse(path), true));
        PathPattern[] closed = [.. rules.Where(rule => !rule.Allows).Select(rule => rule.Pattern)];
        var prefixes = closed.Select(pattern => pattern.Prefix).ToHashSet();
        rules.RemoveAll(rule => rule.Allows && !MayReopen(rule.Pattern, closed, prefixes));
        if (rules.Count == 0)
            rules.Add((Parse("/"), true)); // a group has a rule
        var text = new StringBuilder();
        var opening = rules.Where(rule => rule.Allows).ToLookup(rule => rule.Pattern.Length, rule => rule.Pattern);
        foreach (var (pattern, allows) in rules.OrderByDescending(rule => rule.Pattern.Length).ThenBy(rule => rule.Allows).ThenBy(rule => rule.Pattern.Text, StringComparer.Ordinal))
        {
            if (!allows && LongerThanOpened(opening[pattern.Length], isNamed ? origin : null, pattern) is { } longer)
                text.Append($"Disallow: {longer}\n");
            text.Append($"{(allows ? "Allow" : "Disallow")}: {pattern}\n");
        }
        if (own?.Licenses is { Count: > 0 } licenses) // any of them puts those of the whole file out of force
            foreach (var license in Licenses(source, isNamed ? [] : licenses))
                text.Append($"License: {license}\n");
        text.Append(uses.Records(pattern => IsOpen(terms, told, pattern), own));
        foreach (var other in isNamed ? [] : own?.Others ?? [])
            text.Append(other).Append('\n');
        return text.ToString();
    }

    /// <summary>Whether something that is closed may hold paths of a pattern; where nothing does, they are open without a word.</summary>
    static bool MayReopen(PathPattern pattern, PathPattern[] closed, HashSet<string> prefixes) => pattern.Rest.Length > 0
        ? Array.Exists(closed, other => other.Length <= pattern.Length && other.MayMeet(pattern))
        : Enumerable.Range(0, pattern.Prefix.Length + 1).Any(length => prefixes.Contains(pattern.Prefix[..length]));

    /// <summary>
    /// Whether an agent may fetch something of a pattern for which no other of the terms' patterns speaks as well: a closed one covers it
    /// whole, and is longer than whatever opens a part of it.
    /// </summary>
    static bool IsOpen(DeclaredTerms terms, (PathPattern Pattern, bool Allows)[] told, PathPattern pattern)
    {
        var closed = told.Where(rule => !rule.Allows && rule.Pattern.Covers(pattern)).Select(rule => rule.Pattern.Length).DefaultIfEmpty(-1).Max();
        return closed < 0 || told.Any(rule => rule.Allows && rule.Pattern.Length > closed && rule.Pattern.MayMeet(pattern)
            && (rule.Pattern.Length <= pattern.Length || !terms.Has(rule.Pattern)));
    }

    /// <summary>
    /// A closed pattern written longer than what would open a part of it: a pattern as long as it, which wins the tie, or one of the
    /// origin's own group, which follows and counts as well, by padding. With stars behind it, or before a final <c>$</c>,
    /// where it grows wider by it. Null where nothing opens it.
    /// </summary>
    internal static string? LongerThanOpened(IEnumerable<PathPattern> asLong, OriginRules? follows, PathPattern pattern)
    {
        var opened = (follows?.Meeting(pattern) ?? []).Where(rule => rule.Allows).Select(rule => rule.Length)
            .Concat(asLong.Where(open => open.MayMeet(pattern)).Select(open => open.Length)).DefaultIfEmpty(-1).Max();
        if (opened < pattern.Length)
            return null;
        var stars = new string('*', opened - pattern.Length + 1);
        return pattern.Text.EndsWith('$') ? $"{pattern.Text[..^1]}{stars}$" : pattern.Text + stars;
    }

    /// <summary>The terms' own licence, where they have one, before the origin's.</summary>
    static IEnumerable<string> Licenses(DeclarationSource source, IEnumerable<string> origins) =>
        DeclarationFile.Rsl.IsSaid(source.Terms) ? origins.Prepend(source.RslUrl) : origins;

    static PathPattern Parse(string text) => PathPattern.TryParse(text, out var pattern) ? pattern! : throw new InvalidOperationException($"{text} is a pattern");
}
