using Gardu.Terms;

namespace Gardu.Commerce.Licensees;

/// <summary>A signing agent that is a licensee's: requests with its signature are the licensee's, as those with a key are.</summary>
/// <param name="Url">What its signatures name (Web Bot Auth, <c>Signature-Agent</c>).</param>
/// <param name="Purpose">What its requests are for; null for what the agent is known for.</param>
public sealed record BoundSigner(string Url, Purpose? Purpose);
