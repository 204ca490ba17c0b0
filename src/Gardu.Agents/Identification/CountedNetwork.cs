using Gardu.Agents.Addresses;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Identification;

/// <summary>
/// Whose rate a machine without proof uses up. Who claims a name is counted by its own address, so that a liar next door
/// takes nothing from an honest agent; machines that nobody knows are counted by the network they come from together.
/// </summary>
public static class CountedNetwork
{
    const int UnknownBits = 24;
    const int SubnetBits = 64; // what one subscriber has of IPv6

    /// <summary>The address, /64 of IPv6; of an unknown machine the /24 of IPv4.</summary>
    public static Address Of(AgentIdentity identity, Address address) =>
        !address.IsIPv4 ? address.Network(SubnetBits)
        : identity.Kind == RequesterKind.UnknownMachine ? address.Network(UnknownBits)
        : address;
}
