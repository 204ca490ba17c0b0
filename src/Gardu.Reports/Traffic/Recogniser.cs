using System.Runtime.CompilerServices;
using System.Text;
using Gardu.Agents.Identification;
using Gardu.Reports.Logs;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Traffic;

/// <summary>
/// Establishes who asked. What a user agent claims is worked out once for each value; the address is read only where
/// it can matter. For one thread.
/// </summary>
sealed class Recogniser(Identifier identifier, AgentIndex index)
{
    const int CacheSets = 2048;
    const int UserAgentBytesMax = 4 * ClaimReader.LengthMax; // enough for the characters that are looked at

    readonly BoundedCache<Claimant> claimants = new(CacheSets);
    readonly bool addressesMatter = identifier.UsesAddresses;

    /// <summary>A user agent's claim, and whom it makes where no address speaks.</summary>
    sealed record Claimant(AgentClaim Claim, AgentIdentity Identity, int Place);

    /// <summary>Who asked, and that agent's place in the index (-1 outside the catalogue).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public AgentIdentity Recognise(in LogEntry entry, out int place)
    {
        var claimant = ClaimantOf(entry.UserAgent);
        place = claimant.Place;
        if (!addressesMatter)
            return claimant.Identity;
        return ByAddress(claimant, entry.Address, entry.Time, ref place);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    Claimant ClaimantOf(ReadOnlySpan<byte> userAgent)
    {
        var hash = BytesHash.Of(userAgent);
        if (claimants.TryGet(userAgent, hash, out var known))
            return known;
        var claim = identifier.Claim(Encoding.UTF8.GetString(userAgent[..Math.Min(userAgent.Length, UserAgentBytesMax)]));
        var identity = identifier.Identify(claim, null, DateTimeOffset.UnixEpoch); // without an address time plays no part
        var claimant = new Claimant(claim, identity, claim.Agent is { } agent ? index.Agent(agent.Token) : -1);
        claimants.Add(userAgent, hash, claimant);
        return claimant;
    }

    AgentIdentity ByAddress(Claimant claimant, ReadOnlySpan<byte> text, long time, ref int place)
    {
        if (!AddressText.TryRead(text, out var address))
            return claimant.Identity;
        var identity = identifier.Identify(claimant.Claim, address, DateTimeOffset.FromUnixTimeMilliseconds(time));
        if (!ReferenceEquals(identity.Agent, claimant.Identity.Agent))
            place = identity.Kind == RequesterKind.Agent ? index.Agent(identity.Agent) : -1;
        return identity;
    }
}
