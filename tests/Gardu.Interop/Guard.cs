using Gardu.Testing.Live;

namespace Gardu.Interop;

/// <summary>The gate as the owner of such a site sets it up.</summary>
static class Guard
{
    public static Task<GarduProcess> Up(Scratch scratch, Uri origin) => GarduProcess.Up(scratch, $"""
        sites:
          - host: {Chromium.Host}
            origin: {origin.GetLeftPart(UriPartial.Authority)}
            mode: enforce
            contact: licensing@{Chromium.Host}
            terms:
              - path: /
                search: allow
                ai-train: refuse
            unknown-machines: limit 30/min

        """);
}
