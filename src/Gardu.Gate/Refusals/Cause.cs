using Gardu.Terms.Decisions;
using Gardu.Terms.Values;

namespace Gardu.Gate.Refusals;

/// <summary>Why the gate answers in the origin's place.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Status">HTTP status, 400 to 599.</param>
/// <param name="Price">What would be asked; null where there is no price.</param>
/// <param name="RetryAfter">How long to wait; zero where waiting does not help.</param>
readonly record struct Cause(ReasonCode Reason, int Status, Price? Price = null, TimeSpan RetryAfter = default)
{
    /// <summary>Of what tells causes apart and costs nothing to look at.</summary>
    public override int GetHashCode() => HashCode.Combine(Reason, Status, Price?.Amount.Micros);
}
