using Gardu.Protocols.Robots;
using Gardu.Terms.Identities;

namespace Gardu.Terms.Compiled;

/// <summary>
/// All rules of a site by the literal start of their patterns: a compressed trie that a path walks once, meeting every
/// rule whose pattern can match on its way.
/// <code>
///   "/" ── "a" ─┬─ "rchive/"     rules of /archive/, /archive/*.pdf
///               └─ "pi/"         rules of /api/
/// </code>
/// </summary>
sealed class RuleIndex
{
    readonly Node root = new("");

    public RuleIndex(IEnumerable<CompiledRule> rules)
    {
        foreach (var rule in rules)
            Add(rule);
    }

    /// <summary>
    /// The clause of the longest matching pattern that speaks of <paramref name="identity"/>; the strictest of equally
    /// long ones; null where no rule speaks.
    /// </summary>
    public Clause? Find(AgentIdentity identity, ReadOnlySpan<char> path)
    {
        Clause? best = null;
        var bestLength = -1;
        Visit(root, path, identity, ref best, ref bestLength);
        return best;
    }

    /// <summary>
    /// Deepest node first, at each node the longest pattern first: what cannot be longer than the best so far is not
    /// looked at. As deep as the trie at the most, which is <see cref="PathPattern.LengthMax"/>.
    /// </summary>
    static void Visit(Node node, ReadOnlySpan<char> left, AgentIdentity identity, ref Clause? best, ref int bestLength)
    {
        if (!left.IsEmpty && node.ChildFor(left[0]) is { } child && left.StartsWith(child.Label, StringComparison.Ordinal))
            Visit(child, left[child.Label.Length..], identity, ref best, ref bestLength);
        foreach (var rule in node.Rules)
        {
            if (rule.Length < bestLength)
                break;
            if (rule.For(identity) is not { } clause || !PathPattern.RestMatches(rule.Rest, left))
                continue;
            if (best is null || rule.Length > bestLength || IsStricter(clause, best))
                best = clause;
            bestLength = rule.Length;
        }
    }

    static bool IsStricter(Clause clause, Clause than) =>
        clause.Value.CompareTo(than.Value) is var order && (order > 0 || (order == 0 && clause.Mode > than.Mode));

    void Add(CompiledRule rule)
    {
        var node = root;
        var left = rule.Prefix;
        while (left.Length > 0)
        {
            var child = node.ChildFor(left[0]);
            if (child is null)
            {
                child = new Node(left);
                node.AddChild(child);
            }
            var shared = left.AsSpan().CommonPrefixLength(child.Label);
            if (shared < child.Label.Length)
                child.SplitAt(shared);
            left = left[shared..];
            node = child;
        }
        node.Rules = [.. node.Rules.Append(rule).OrderByDescending(other => other.Length)];
    }

    sealed class Node(string label)
    {
        string firsts = "";
        Node[] children = [];

        public string Label { get; private set; } = label;

        public CompiledRule[] Rules { get; set; } = [];

        public Node? ChildFor(char first)
        {
            var at = firsts.AsSpan().IndexOf(first);
            return at < 0 ? null : children[at];
        }

        public void AddChild(Node child)
        {
            firsts += child.Label[0];
            children = [.. children, child];
        }

        public void SplitAt(int length)
        {
            var lower = new Node(Label[length..]) { firsts = firsts, children = children, Rules = Rules };
            (Label, firsts, children, Rules) = (Label[..length], lower.Label[..1], [lower], []);
        }
    }
}
