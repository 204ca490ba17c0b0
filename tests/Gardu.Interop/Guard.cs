using Gardu.Testing.Live;

namespace Gardu.Interop;

/// <summary>The gate as the owner of such a site sets it up.</summary>
static class Guard
{
    /// <summary>Guards a site.</summary>
    /// <param name="scratch">Where its configuration and data are.</param>
    /// <param name="origin">The site itself.</param>
    /// <param name="host">What it is called.</param>
    /// <param name="url">Where it is reached, which is where the gate then listens; null for any port of any name.</param>
    public static Task<GarduProcess> Up(Scratch scratch, Uri origin, string host = Chromium.Host, Uri? url = null) => GarduProcess.Up(scratch, $"""
        sites:
          - host: "{host}"
            origin: {origin.GetLeftPart(UriPartial.Authority)}
            mode: enforce
            contact: licensing@{Chromium.Host}
            terms:
              - path: /
                search: allow
                ai-train: refuse
            unknown-machines: limit 30/min

        """, url is null ? null : new Dictionary<string, string> { ["GARDU__LISTEN"] = url.AbsoluteUri, ["GARDU__SITES__0__URL"] = url.GetLeftPart(UriPartial.Authority) });
}
