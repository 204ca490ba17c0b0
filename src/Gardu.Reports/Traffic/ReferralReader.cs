using System.Text;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Fields;

namespace Gardu.Reports.Traffic;

/// <summary>Tells which operator sent a person, by the host of the referrer. For one thread.</summary>
sealed class ReferralReader(Func<string, string?> operatorOf, AgentIndex index)
{
    const int CacheSets = 512;
    const int HostBytesMax = 255;

    readonly BoundedCache<int> operators = new(CacheSets);

    /// <summary>The operator's place in the index; -1 where the request is no page view or nobody known sent it.</summary>
    public int OperatorOf(in LogEntry entry)
    {
        if (entry.Referrer.Length < "http://a".Length || !entry.Method.SequenceEqual("GET"u8)
            || !(entry.Status is (>= 200 and <= 299) or 304))
            return -1;
        var host = HostOf(entry.Referrer);
        if (host.IsEmpty)
            return -1;
        var hash = BytesHash.Of(host);
        if (!operators.TryGet(host, hash, out var place))
        {
            var name = host.Length > HostBytesMax ? null : operatorOf(Encoding.ASCII.GetString(host).ToLowerInvariant());
            place = name is null ? -1 : index.Operator(name);
            operators.Add(host, hash, place);
        }
        return place >= 0 && PageViews.IsPage(entry.Target) ? place : -1;
    }

    static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> referrer)
    {
        var scheme = referrer.IndexOf("://"u8);
        if (scheme < 0)
            return [];
        var host = referrer[(scheme + 3)..];
        var end = host.IndexOfAny("/?#"u8);
        host = end < 0 ? host : host[..end];
        var user = host.LastIndexOf((byte)'@');
        return HostText.WithoutPort(user < 0 ? host : host[(user + 1)..]);
    }
}
