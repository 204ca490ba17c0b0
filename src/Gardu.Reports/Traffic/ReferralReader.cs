using System.Runtime.CompilerServices;
using System.Text;
using Gardu.Agents.Catalogue;
using Gardu.Reports.Logs;

namespace Gardu.Reports.Traffic;

/// <summary>Tells which operator sent a person, by the referrer of a page view. For one thread.</summary>
sealed class ReferralReader(ReferralHosts hosts, AgentIndex index)
{
    const int CacheSets = 512;
    const int PathCharsMax = 64; // an extension stands at the end
    const int OriginBytesMax = 300; // scheme and the longest host

    readonly BoundedCache<int> operators = new(CacheSets);

    /// <summary>The operator's place in the index; -1 where the request is no page view or nobody known sent it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        return place >= 0 && IsPageView(entry) ? place : -1;
    }

    static bool IsPageView(in LogEntry entry)
    {
        var query = ByteScan.IndexOf(entry.Target, (byte)'?');
        var path = query < 0 ? entry.Target : entry.Target[..query];
        path = path[^Math.Min(path.Length, PathCharsMax)..];
        Span<char> chars = stackalloc char[PathCharsMax];
        return entry.Method is [(byte)'G', (byte)'E', (byte)'T']
            && PageViews.IsPageView("GET", entry.Status, chars[..Encoding.Latin1.GetChars(path, chars)]);
    }

    /// <summary>Scheme and authority; the same for all pages of a site.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static ReadOnlySpan<byte> OriginOf(ReadOnlySpan<byte> referrer)
    {
        var start = ByteScan.IndexOf(referrer, (byte)':') + 3;
        if (start > referrer.Length)
            return referrer;
        var end = ByteScan.IndexOfEither(referrer[start..], (byte)'/', (byte)'?');
        return referrer[..Math.Min(end < 0 ? referrer.Length : start + end, OriginBytesMax)];
    }
}
