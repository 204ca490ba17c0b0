namespace Gardu.Gate;

/// <summary>What holds for as long as the gate runs.</summary>
/// <param name="Listen">Public listeners, at least one; <c>http</c> or <c>https</c>, an address or <c>localhost</c>, port 0 for any free one.</param>
/// <param name="OperatorListen">The operator's listener, <c>http</c>.</param>
/// <param name="Keep">How long usage records are kept at first.</param>
public sealed record GateOptions(IReadOnlyList<Uri> Listen, Uri OperatorListen, TimeSpan Keep);
