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
        var node = root;
        while (true)
        {
            foreach (var rule in node.Rules)
            {
                var length = rule.Pattern.Length;
                if (length < bestLength || !PathPattern.RestMatches(rule.Pattern.Rest, path) || rule.For(identity) is not { } clause)
                    continue;
                if (length > bestLength || clause.Value.CompareTo(best!.Value) is > 0
                    || (clause.Value.CompareTo(best.Value) == 0 && clause.Mode > best.Mode)) // set whenever bestLength is
                    best = clause;
                bestLength = length;
            }
            if (path.IsEmpty || node.ChildFor(path[0]) is not { } child || !path.StartsWith(child.Label, StringComparison.Ordinal))
                return best;
            path = path[child.Label.Length..];
            node = child;
        }
    }

    void Add(CompiledRule rule)
    {
        var node = root;
        var left = rule.Pattern.Prefix;
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
        node.Rules = [.. node.Rules, rule];
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
