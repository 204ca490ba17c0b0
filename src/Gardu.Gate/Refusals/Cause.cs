using Gardu.Terms.Decisions;
using Gardu.Terms.Values;

namespace Gardu.Gate.Refusals;

/// <summary>Why the gate answers in the origin's place.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Status">HTTP status, 400 to 599.</param>
/// <param name="Price">What would be asked; null where there is no price.</param>
/// <param name="RetryAfter">How long to wait; zero where waiting does not help.</param>
/// <param name="WantsSignature">Whether a signature of the agent might change the answer.</param>
/// <param name="Signature">What is wrong with the signature that came; null where none came, or nothing is.</param>
/// <param name="Detail">What is wrong with this very request, a sentence; null where the reason says all.</param>
readonly record struct Cause(
    ReasonCode Reason, int Status, Price? Price = null, TimeSpan RetryAfter = default, bool WantsSignature = false, string? Signature = null, string? Detail = null)
{
    /// <summary>Of what tells causes apart and costs nothing to look at.</summary>
    public override int GetHashCode() => HashCode.Combine(Reason, Status, Price?.Amount.Micros);
}
