using System.Runtime.InteropServices;
using Gardu.Agents.Identification;
using Gardu.Terms.Identities;
using Gardu.Reports.Traffic;

namespace Gardu.Reports.Replay;

/// <summary>A request that a limit counts, kept until all of its window are known: logs are not in the order of time.</summary>
/// <param name="Requester">Whose window: a network, a proven agent's place, or a hash of what stands for an address.</param>
/// <param name="Time">Milliseconds since 1970.</param>
/// <param name="Sequence">Place in the logs; decides between requests of the same time.</param>
/// <param name="Machine">Which row it belongs to: an agent's place, or the negative hash of an unknown machine's name.</param>
/// <param name="Rule">The number of the rule that limits it.</param>
/// <param name="Kind">What <paramref name="Requester"/> is.</param>
/// <param name="Earns">Whether it would be charged where it passes.</param>
[StructLayout(LayoutKind.Sequential)]
readonly record struct LimitedRequest(UInt128 Requester, long Time, long Sequence, long Machine, int Rule, LimitedRequest.CountedBy Kind, bool Earns) : IComparable<LimitedRequest>
{
    /// <summary>What a window is of.</summary>
    public enum CountedBy : byte
    {
        Network,
        Agent,
        Text,
    }

    /// <summary>Whose window a request counts in: a proven agent's by its name, anybody else's by network.</summary>
    public static (CountedBy Kind, UInt128 Requester) WindowOf(AgentIdentity identity, int place, ReadOnlySpan<byte> address) =>
        identity.IsProven ? (CountedBy.Agent, (UInt128)place)
        : !AddressText.TryRead(address, out var read) ? (CountedBy.Text, BytesHash.Of(address))
        : (CountedBy.Network, CountedNetwork.Of(identity, read).Value);

    /// <summary>The row of a machine.</summary>
    public static long MachineOf(int place, ReadOnlySpan<byte> name) => place >= 0 ? place : (long)(BytesHash.Of(name) | 1UL << 63);

    /// <summary>Whether both count in one window.</summary>
    public bool SharesWindow(in LimitedRequest other) => Rule == other.Rule && Kind == other.Kind && Requester == other.Requester;

    /// <summary>Window by window, each in the order of time.</summary>
    public int CompareTo(LimitedRequest other)
    {
        var order = Rule.CompareTo(other.Rule);
        if (order == 0)
            order = ((int)Kind).CompareTo((int)other.Kind);
        if (order == 0)
            order = Requester.CompareTo(other.Requester);
        if (order == 0)
            order = Time.CompareTo(other.Time);
        return order == 0 ? Sequence.CompareTo(other.Sequence) : order;
    }
}
