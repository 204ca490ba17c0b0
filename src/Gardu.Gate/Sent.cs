namespace Gardu.Gate;

/// <summary>What went out in answer to a request.</summary>
/// <param name="Bytes">Bytes of the body, as far as they were sent.</param>
/// <param name="IsHungUp">The client broke off before the answer was whole.</param>
readonly record struct Sent(long Bytes, bool IsHungUp);
