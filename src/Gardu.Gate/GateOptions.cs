using Gardu.Agents.Names;

namespace Gardu.Gate;

/// <summary>What holds for as long as the gate runs.</summary>
/// <param name="Listen">Public listeners, at least one; <c>http</c> or <c>https</c>, an address or <c>localhost</c>, port 0 for any free one.</param>
/// <param name="OperatorListen">The operator's listener, <c>http</c>.</param>
/// <param name="Keep">How long usage records are kept at first.</param>
/// <param name="NameServer">Whom to ask for the names of addresses; null for nobody.</param>
/// <param name="SigningKey">The 32 octets of the Ed25519 key whose directory is served; null to serve none.</param>
/// <param name="OperatorToken">What has to be brought to change something over the operator's listener; null where nothing can be changed there.</param>
public sealed record GateOptions(IReadOnlyList<Uri> Listen, Uri OperatorListen, TimeSpan Keep, INameServer? NameServer = null, byte[]? SigningKey = null, string? OperatorToken = null);
