using System.Buffers;
using Gardu.Agents.Identification;
using Gardu.Terms.Yaml;

namespace Gardu.Agents.Catalogue;

/// <summary>Applies what an owner says to a catalogue; what cannot be applied is a problem, and left out.</summary>
sealed class OwnerAgents(AgentCatalogue catalogue)
{
    const int TextMax = 128;

    /// <summary>Shorter ones stand in every other user agent.</summary>
    const int PatternMin = 3;

    static readonly SearchValues<char> FileName = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    readonly List<OwnerAgentProblem> problems = [];
    readonly Dictionary<string, AgentOperator> operators = catalogue.Operators.ToDictionary(known => known.Name, StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, (int Index, Agent Agent)> applied = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<OwnerAgentProblem> Problems => problems;

    public AgentCatalogue Apply(IReadOnlyList<OwnerAgent> owners)
    {
        foreach (var (index, owner) in owners.Index())
            if (IsSound(index, owner) && Resolve(index, owner) is { } agent)
                applied.Add(owner.Token, (index, agent));
        DropTakenPatterns();
        Agent[] kept = [.. catalogue.Agents.Select(known => applied.Remove(known.Token, out var replaced) ? replaced.Agent : known)];
        return new AgentCatalogue(catalogue.Dated, [.. kept, .. applied.Values.OrderBy(entry => entry.Index).Select(entry => entry.Agent)]);
    }

    bool IsSound(int index, OwnerAgent owner)
    {
        var before = problems.Count;
        if (!IsText(owner.Token))
            Tell(index, "token", $"a token is 1 to {TextMax} printable ASCII characters without blanks around them");
        else if (applied.ContainsKey(owner.Token))
            Tell(index, "token", $"{owner.Token} is given twice");
        else if (owner.Patterns is null && owner.Token.Length < PatternMin && catalogue.Find(owner.Token) is null)
            Tell(index, "token", $"{owner.Token} is too short to stand for it in user agents; give patterns of {PatternMin} characters or more");
        if (owner.Operator is { } name && !IsText(name))
            Tell(index, "operator", $"an operator's name is 1 to {TextMax} printable ASCII characters without blanks around them");
        if (owner.Patterns is { Count: 0 })
            Tell(index, "patterns", "at least one pattern is needed; leave the key out to keep the known ones");
        foreach (var pattern in owner.Patterns ?? [])
            if (!IsText(pattern) || pattern.TrimStart(ClaimPattern.StartMark).Length < PatternMin)
                Tell(index, "patterns", $"\"{pattern}\" is not {PatternMin} to {TextMax} printable ASCII characters without blanks around them");
        if (owner.Feed is { } file && (file.Length is 0 or > TextMax || file[0] == '.' || file.AsSpan().ContainsAnyExcept(FileName)))
            Tell(index, "feed", $"\"{file}\" is not a plain file name such as \"acmebot.json\"");
        foreach (var suffix in owner.Dns ?? [])
            if (Uri.CheckHostName(suffix) != UriHostNameType.Dns || !suffix.Contains('.'))
                Tell(index, "dns", $"\"{suffix}\" is not a domain of at least two labels, such as crawl.acme.example");
        return problems.Count == before;
    }

    Agent? Resolve(int index, OwnerAgent owner)
    {
        var known = catalogue.Find(owner.Token);
        if ((owner.Operator is null || owner.Purpose is null) && known is null)
        {
            Tell(index, owner.Operator is null ? "operator" : "purpose", $"{owner.Token} is not in the catalogue, so it needs {(owner.Operator is null ? owner.Purpose is null ? "operator and purpose" : "operator" : "purpose")} too{Suggestion.For(owner.Token, catalogue.Agents.Select(agent => agent.Token))}");
            return null;
        }
        var proofs = known?.Proofs ?? AgentProofs.None;
        return new Agent
        {
            Token = known?.Token ?? owner.Token,
            Operator = owner.Operator is { } name ? OperatorOf(name) : known!.Operator,
            Purpose = owner.Purpose ?? known!.Purpose,
            AlsoUsedFor = [.. (known?.AlsoUsedFor ?? []).Where(use => use != owner.Purpose)],
            Patterns = owner.Patterns ?? known?.Patterns ?? [owner.Token],
            IsControlToken = known?.IsControlToken ?? false,
            Proofs = proofs with
            {
                Feeds = owner.Feed is { } file ? [new AddressFeedSource(null, file)] : proofs.Feeds,
                DnsSuffixes = owner.Dns ?? proofs.DnsSuffixes,
                Signers = owner.Signature is { } signer ? [signer] : proofs.Signers,
            },
            HonoursRobots = known?.HonoursRobots ?? RobotsStance.Unclear,
            Documentation = known?.Documentation,
            Checked = known?.Checked ?? catalogue.Dated,
        };
    }

    AgentOperator OperatorOf(string name)
    {
        if (!operators.TryGetValue(name, out var known))
            operators.Add(name, known = new AgentOperator(name, [], null));
        return known;
    }

    /// <summary>A pattern stands for one agent: whoever wants another's has to take it from there first.</summary>
    void DropTakenPatterns()
    {
        var taken = catalogue.Agents
            .Where(known => !applied.ContainsKey(known.Token))
            .SelectMany(known => known.Patterns.Select(pattern => (pattern, known.Token)))
            .ToDictionary(entry => entry.pattern, entry => entry.Token, StringComparer.OrdinalIgnoreCase);
        foreach (var (index, agent) in applied.Values.OrderBy(entry => entry.Index).ToArray())
            foreach (var pattern in agent.Patterns)
                if (!taken.TryAdd(pattern, agent.Token) && !taken[pattern].Equals(agent.Token, StringComparison.OrdinalIgnoreCase))
                {
                    Tell(index, "patterns", $"\"{pattern}\" stands for {taken[pattern]} already");
                    applied.Remove(agent.Token);
                }
    }

    void Tell(int index, string field, string message) => problems.Add(new OwnerAgentProblem(index, field, message));

    static bool IsText(string text) =>
        text.Length is > 0 and <= TextMax && !text.AsSpan().ContainsAnyExceptInRange(' ', '~') && text[0] != ' ' && text[^1] != ' ';
}
