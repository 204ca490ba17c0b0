using System.Security.Cryptography;
using Gardu.Agents.Addresses;

namespace Gardu.Agents.Undeclared;

/// <summary>
/// What clients did lately: at most <see cref="Capacity"/> of them, each in a slot of fixed size that is made at the start,
/// so that nothing grows and nothing is allocated. A client is an address (/64 of IPv6) with one user agent on one site.
/// It may stand in one of eight slots; when they are full a newcomer takes that of a client not seen for two stretches, or
/// else of the one with the fewest pages. So whoever wants to push a busy client out from a multitude of addresses has to
/// ask for as many pages from each, and cannot know which addresses meet in the same eight slots.
/// </summary>
public sealed class ConductTable
{
    /// <summary>Clients at most.</summary>
    public const int Capacity = Sets * Ways;

    const int Sets = 2560;
    const int Ways = 8;
    const int SubnetBits = 64; // what one subscriber has of IPv6

    readonly Conduct[] clients = new Conduct[Capacity];
    readonly Lock[] locks = [.. Enumerable.Range(0, Sets).Select(_ => new Lock())];
    readonly ulong secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    /// <summary>The key of a client, which nobody outside this process can compute.</summary>
    public ulong KeyOf(string site, Address address, BrowserClaim browser)
    {
        var network = address.IsIPv4 ? address : address.Network(SubnetBits);
        var key = Mix((ulong)network.Value ^ secret, (ulong)(network.Value >> 64) ^ (ulong)browser.Hash);
        key = Mix(key ^ secret, (uint)site.GetHashCode(StringComparison.Ordinal) ^ 0x9E37_79B9_7F4A_7C15);
        return key == 0 ? 1 : key; // nothing is an empty slot
    }

    /// <summary>
    /// Notes a request of a client, and says what the client did so far, this request included. Pages with signs of their
    /// own are counted apart from those without: so the one odd browser in an office answers for its own pace and not for
    /// that of all. What pages load counts for both.
    /// </summary>
    /// <param name="key">Who.</param>
    /// <param name="signs">The signs of the request itself.</param>
    /// <param name="kind">What for.</param>
    /// <param name="target">Path and query.</param>
    /// <param name="seconds">When, in seconds since 1970.</param>
    public (ConductFigures Now, ConductFigures Before) Note(ulong key, Signs signs, RequestKind kind, string target, long seconds)
    {
        if (signs == Signs.None)
            return Note(key, kind, target, seconds);
        var (now, before) = Note(Mix(key, (uint)signs), kind, target, seconds);
        var (all, allBefore) = Note(key, RequestKind.Other, target, seconds);
        return (now with { Parts = all.Parts }, before with { Parts = allBefore.Parts });
    }

    (ConductFigures Now, ConductFigures Before) Note(ulong key, RequestKind kind, string target, long seconds)
    {
        var set = (int)(key % Sets);
        lock (locks[set])
            return SlotOf(clients.AsSpan(set * Ways, Ways), key, seconds).Note(kind, target, seconds);
    }

    static ref Conduct SlotOf(Span<Conduct> slots, ulong key, long seconds)
    {
        var poorest = 0;
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Key == key)
                return ref slots[i];
            if (Worth(slots[i], seconds) is var worth && Worth(slots[poorest], seconds) is var least && (worth < least || (worth == least && slots[i].LastSeen < slots[poorest].LastSeen)))
                poorest = i;
        }
        slots[poorest] = new Conduct { Key = key };
        return ref slots[poorest];
    }

    static int Worth(in Conduct client, long seconds) => client.Key == 0 || seconds - client.LastSeen > 2 * Conduct.Stretch ? -1 : client.Weight;

    static ulong Mix(ulong first, ulong second)
    {
        var high = Math.BigMul(first ^ 0xA076_1D64_78BD_642F, second ^ 0xE703_7ED1_A0B4_28DB, out var low);
        return high ^ low;
    }
}
