using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Compiled;

/// <summary>The one line of the terms that decides: what, how far, and the words that name it in records.</summary>
/// <param name="Rule">Pattern and subject, such as <c>/archive/* agent:CCBot</c>, or <c>unknown-machines</c>.</param>
/// <param name="Value">What the request gets.</param>
/// <param name="Mode">How far it goes.</param>
public sealed record Clause(string Rule, TermsValue Value, Mode Mode)
{
    /// <summary>
    /// The stricter of two clauses that both hold, null standing for "allowed, not declared". What is enforced counts
    /// before what is only observed, so that an observed refusal never lifts an enforced limit.
    /// </summary>
    public static Clause? Stricter(Clause? one, Clause? other)
    {
        if (one is null || other is null)
            return one ?? other;
        var byEffect = one.Effect.CompareTo(other.Effect);
        return (byEffect != 0 ? byEffect : one.Value.CompareTo(other.Value)) >= 0 ? one : other;
    }

    TermsValue Effect => Mode == Mode.Enforce ? Value : TermsValue.Allow;
}
