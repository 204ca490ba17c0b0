using Gardu.Agents.Undeclared;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;

namespace Gardu.Gate.Identifying;

/// <summary>
/// A client with a browser's user agent that was past the threshold, as the owner is shown it.
/// </summary>
/// <param name="Site">The site's name.</param>
/// <param name="Network">The client's address, truncated or hashed as the owner chose for records.</param>
/// <param name="UserAgent">Its user agent, cut as records cut it.</param>
/// <param name="Mode">What became of it.</param>
/// <param name="Suspicion">The signs of the request with the most points.</param>
/// <param name="IsProtected">Whether its last request brought a cookie of the origin's, so that nothing became of it.</param>
/// <param name="Requests">Requests past the threshold.</param>
/// <param name="FirstSeen">The first of them.</param>
/// <param name="LastSeen">The last.</param>
sealed record Suspect(
    string Site, string Network, string UserAgent, UndeclaredMode Mode, Suspicion Suspicion, bool IsProtected, long Requests, DateTimeOffset FirstSeen, DateTimeOffset LastSeen);

/// <summary>
/// The clients that were past the threshold last, in memory only: at most <see cref="SuspectsMax"/>, of which the one not
/// seen for longest makes room.
/// </summary>
sealed class Suspects
{
    /// <summary>Suspects at most.</summary>
    public const int SuspectsMax = 200;

    readonly Lock gate = new();
    readonly Dictionary<ulong, Suspect> suspects = [];

    /// <summary>Those that were seen last, first.</summary>
    public IReadOnlyList<Suspect> List()
    {
        lock (gate)
            return [.. suspects.Values.OrderByDescending(suspect => suspect.LastSeen)];
    }

    /// <summary>Notes a request past the threshold.</summary>
    public void Note(ulong client, Site site, in Suspicion suspicion, bool isProtected, string userAgent, string network, DateTimeOffset now)
    {
        lock (gate)
        {
            if (suspects.TryGetValue(client, out var known))
            {
                suspects[client] = known with
                {
                    Mode = site.Undeclared,
                    Suspicion = suspicion.Score > known.Suspicion.Score ? suspicion : known.Suspicion,
                    IsProtected = isProtected,
                    Requests = known.Requests + 1,
                    LastSeen = now,
                };
                return;
            }
            if (suspects.Count == SuspectsMax)
                suspects.Remove(suspects.MinBy(entry => entry.Value.LastSeen).Key);
            var kept = userAgent.Length <= UsageRecord.UserAgentLengthMax ? userAgent : userAgent[..UsageRecord.UserAgentLengthMax];
            suspects[client] = new Suspect(site.Name, network, kept, site.Undeclared, suspicion, isProtected, 1, now, now);
        }
    }
}
