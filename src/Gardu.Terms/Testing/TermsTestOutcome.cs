using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;

namespace Gardu.Terms.Testing;

/// <summary>What came of a test.</summary>
/// <param name="Test">The test.</param>
/// <param name="Came">The value that holds, as terms write it; <c>allow</c> where nothing speaks.</param>
/// <param name="Rule">The rule that decided; null where none did.</param>
/// <param name="Reason">Why.</param>
/// <param name="Passed">Whether it is what was expected, by the rule that was expected.</param>
public sealed record TermsTestOutcome(TermsTest Test, string Came, string? Rule, ReasonCode Reason, bool Passed)
{
    /// <summary>Runs a test against terms as if every rule of theirs were in <c>enforce</c>.</summary>
    /// <param name="test">The test.</param>
    /// <param name="enforced">Terms compiled from <see cref="Written.SiteTerms.Enforced"/>.</param>
    public static TermsTestOutcome Of(TermsTest test, CompiledTerms enforced)
    {
        var decision = Resource.TryRead(test.Path, out var resource)
            ? DecisionFunction.Decide(test.Requester, resource, enforced, default)
            : DecisionFunction.Malformed(enforced);
        var value = decision.Clause?.Value ?? TermsValue.Allow;
        var isExpected = test.Expect == value.Verdict.Name() || test.Expect == value.ToString();
        return new TermsTestOutcome(test, value.ToString(), decision.Clause?.Rule, decision.Reason, isExpected && (test.Rule ?? decision.Clause?.Rule) == decision.Clause?.Rule);
    }
}
