using System.Net.Http.Headers;
using Gardu.Gate.Clients;

namespace Gardu.Gate.Forwarding;

/// <summary>
/// What only a proxy may say of a request. From a trusted one it is kept and continued; from anybody else it is removed
/// and written anew, also where an origin would take <c>X_Forwarded_For</c> for <c>X-Forwarded-For</c>.
/// </summary>
static class ProxyClaims
{
    const string Prefix = "X-Forwarded-";

    static readonly string[] Others = ["Forwarded", "X-Real-IP", "X-Original-URL", "X-Rewrite-URL"];

    public static void WriteAnew(HttpRequestHeaders headers, Incoming incoming)
    {
        List<string>? removed = null;
        foreach (var header in headers.NonValidated)
            if (IsClaim(header.Key) && (!incoming.Client.IsBehindTrustedProxy || header.Key.Equals("X-Forwarded-For", StringComparison.OrdinalIgnoreCase)))
                (removed ??= []).Add(header.Key);
        foreach (var name in removed ?? [])
            headers.Remove(name);
        headers.TryAddWithoutValidation("X-Forwarded-For", incoming.Client.ForwardedFor);
        AddIfMissing(headers, "X-Forwarded-Proto", incoming.Client.Scheme);
        AddIfMissing(headers, "X-Forwarded-Host", incoming.Host);
    }

    static void AddIfMissing(HttpRequestHeaders headers, string name, string value)
    {
        if (!headers.NonValidated.Contains(name))
            headers.TryAddWithoutValidation(name, value);
    }

    static bool IsClaim(string name)
    {
        if (name.Contains('_'))
            name = name.Replace('_', '-');
        return name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || Others.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
