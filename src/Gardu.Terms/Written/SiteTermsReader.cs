using Gardu.Protocols.Robots;
using Gardu.Terms.Values;
using Gardu.Terms.Yaml;

namespace Gardu.Terms.Written;

/// <summary>Reads <c>mode:</c>, <c>terms:</c> and <c>unknown-machines:</c> of a site.</summary>
public static class SiteTermsReader
{
    static readonly string[] Modes = ["observe", "warn", "enforce"];

    static readonly string[] Subjects = [.. PurposeNames.Every, PurposeNames.AiAll, PurposeNames.All];

    /// <summary>Reads the site's part of the terms; what is wrong becomes problems of the file.</summary>
    /// <param name="site">The site's mapping; other keys of it are left.</param>
    /// <param name="forced">Takes the place of the site's mode, as a flag does; null where the file decides.</param>
    /// <param name="names">Whom a line may name.</param>
    public static SiteTerms Read(YamlMap site, Mode? forced, KnownNames names)
    {
        var written = ReadMode(site.Take("mode"));
        var mode = forced ?? written ?? Mode.Observe;
        var terms = site.Take("terms");
        var rules = terms is null ? null : ReadRules(terms.AsList(), names);
        var unknown = site.Take("unknown-machines")?.As<TermsValue>(TermsValue.TryParse);
        string[] currencies = [.. (rules ?? []).SelectMany(rule => rule.Lines).Select(line => line.Value).Append(unknown)
            .Select(value => value?.Price?.Amount.Currency).OfType<string>().Distinct()];
        if (currencies.Length > 1)
            terms?.Complain($"the terms of one site use one currency, and these use {string.Join(" and ", currencies)}");
        return rules is null && unknown is null ? SiteTerms.Default(mode) : new SiteTerms(mode, rules ?? SiteTerms.Default(mode).Rules, unknown);
    }

    /// <summary>Reads a mode's name.</summary>
    public static bool TryParseMode(string text, out Mode mode)
    {
        var at = Array.IndexOf(Modes, text);
        mode = at < 0 ? default : (Mode)at;
        return at >= 0;
    }

    /// <summary>The mode's name.</summary>
    public static string Name(this Mode mode) => Modes[(int)mode];

    static Mode? ReadMode(YamlValue? value) =>
        value?.AsWord(Modes) is { } word && TryParseMode(word, out var mode) ? mode : null;

    /// <summary>Two rules of one pattern may share their lines, but of one subject only one value can hold.</summary>
    static TermsRule[] ReadRules(IReadOnlyList<YamlValue> entries, KnownNames names)
    {
        var rules = new List<TermsRule>();
        var said = new Dictionary<(string Pattern, string Subject), TermsValue>();
        foreach (var entry in entries)
        {
            if (ReadRule(entry, names) is not { } rule)
                continue;
            rules.Add(rule);
            foreach (var line in rule.Lines)
                if (!said.TryAdd((rule.Path.Text, line.Subject.ToLowerInvariant()), line.Value) && said[(rule.Path.Text, line.Subject.ToLowerInvariant())] is var other && other != line.Value)
                    entry.Complain($"these terms contradict themselves: on {rule.Path} another rule says \"{line.Name}: {other}\", and this one \"{line.Name}: {line.Value}\"");
        }
        return [.. rules];
    }

    static TermsRule? ReadRule(YamlValue value, KnownNames names)
    {
        if (value.AsMap() is not { } map)
            return null;
        var path = map.Require("path")?.As<PathPattern>(ParsePath);
        var mode = ReadMode(map.Take("mode"));
        var lines = new List<TermsLine>();
        var isEmpty = map.Left.Count == 0;
        foreach (var subject in Subjects)
            Add(lines, subject, map.Take(subject));
        if (map.Take("agents")?.AsMap() is { } agents)
            foreach (var name in agents.Left)
                ReadAgentLine(lines, name, agents.TakeEntry(name), names);
        if (isEmpty)
            value.Complain("the rule gives nobody anything; add a line such as \"ai-train: refuse\"");
        map.RefuseOthers();
        return path is null ? null : new TermsRule(path, mode, lines);
    }

    static void ReadAgentLine(List<TermsLine> lines, string name, (YamlValue Key, YamlValue Value) entry, KnownNames names)
    {
        var isOperator = name.StartsWith(TermsLine.OperatorPrefix, StringComparison.Ordinal);
        if (name.Length == (isOperator ? TermsLine.OperatorPrefix.Length : 0))
            entry.Key.Complain("a name is missing here");
        else if (names.Unknown(name) is { } problem)
            entry.Key.Complain(problem);
        else if (lines.Any(line => line.Subject.Equals(Subject(name, isOperator), StringComparison.OrdinalIgnoreCase)))
            entry.Key.Complain($"\"{name}\" stands here twice");
        else
            Add(lines, Subject(name, isOperator), entry.Value);
    }

    static string Subject(string name, bool isOperator) => isOperator ? name : TermsLine.AgentPrefix + name;

    static void Add(List<TermsLine> lines, string subject, YamlValue? value)
    {
        if (value?.As<TermsValue>(TermsValue.TryParse) is { } read)
            lines.Add(new TermsLine(subject, read));
    }

    static bool ParsePath(string text, out PathPattern? pattern, out string? error)
    {
        var parsed = PathPattern.TryParse(text, out pattern);
        error = parsed ? null : $"\"{text}\" is not a path such as /archive/*; it starts with / or * and is at most {PathPattern.LengthMax} characters long";
        return parsed;
    }
}
