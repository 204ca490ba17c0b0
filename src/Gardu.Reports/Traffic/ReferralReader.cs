using System.Text;
using Gardu.Agents.Catalogue;
using Gardu.Reports.Logs;

namespace Gardu.Reports.Traffic;

/// <summary>Tells which operator sent a person, by the referrer of a page view. For one thread.</summary>
sealed class ReferralReader(ReferralHosts hosts, AgentIndex index)
{
    const int CacheSets = 512;
    const int OriginBytesMax = 300; // scheme and the longest host

    readonly BoundedCache<int> operators = new(CacheSets);

    /// <summary>The operator's place in the index; -1 where the request is no page view or nobody known sent it.</summary>
    public int OperatorOf(in LogEntry entry)
    {
        if (entry.Referrer.Length < "http://a".Length)
            return -1;
        var origin = OriginOf(entry.Referrer);
        var hash = BytesHash.Of(origin);
        if (!operators.TryGet(origin, hash, out var place))
        {
            place = hosts.Find(Encoding.Latin1.GetString(origin)) is { } sender ? index.Operator(sender.Name) : -1;
            operators.Add(origin, hash, place);
        }
        return place >= 0 && PageViews.IsPageView(Encoding.Latin1.GetString(entry.Method), entry.Status, Encoding.Latin1.GetString(entry.Target)) ? place : -1;
    }

    /// <summary>Scheme and authority; the same for all pages of a site.</summary>
    static ReadOnlySpan<byte> OriginOf(ReadOnlySpan<byte> referrer)
    {
        var start = referrer.IndexOf("://"u8) + 3;
        var end = referrer[start..].IndexOfAny("/?#\\"u8);
        return referrer[..Math.Min(end < 0 ? referrer.Length : start + end, OriginBytesMax)];
    }
}
