using Gardu.Terms.Compiled;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Decisions;

/// <summary>What is done with one request, why, and by which rule.</summary>
/// <param name="Verdict">Allow, limit, charge or refuse; <see cref="Verdict.Limit"/> only when the rate is used up.</param>
/// <param name="Reason">A stable code of <see cref="ReasonCodes"/>.</param>
/// <param name="Clause">The line of the terms that decided; null where none speaks.</param>
/// <param name="Status">The HTTP status that answers in the origin's place; 0 where the request passes.</param>
public readonly record struct Decision(Verdict Verdict, ReasonCode Reason, Clause? Clause, int Status)
{
    /// <summary>What is asked for it; null where nothing is.</summary>
    public Price? Price { get; init; } = Verdict == Verdict.Charge ? Clause?.Value.Price : null;

    /// <summary>How far the deciding rule goes.</summary>
    public Mode Mode => Clause?.Mode ?? Mode.Observe;

    /// <summary>True where the origin is not asked: the rule is enforced and the verdict is not to pass.</summary>
    public bool StopsRequest => Status != 0 && Mode == Mode.Enforce;
}
