using Gardu.Terms.Values;

namespace Gardu.Reports.Traffic;

/// <summary>What robots.txt and the terms say of one machine on one path.</summary>
/// <param name="IsDisallowed">robots.txt asks it to stay away.</param>
/// <param name="Price">What the terms ask for an answered request; null where they ask nothing.</param>
readonly record struct PathVerdict(bool IsDisallowed, Price? Price);
