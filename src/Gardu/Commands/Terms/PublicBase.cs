using Gardu.Configuration;
using Gardu.Gate.Sites;

namespace Gardu.Commands.Terms;

/// <summary>Scheme and authority of a site's absolute addresses, as far as can be said without a request: its <c>url:</c>, else its first host, else where the gate listens.</summary>
static class PublicBase
{
    public static string Of(GarduConfiguration configuration, Site site) =>
        (site.Url ?? (site.Name.Contains('*', StringComparison.Ordinal) ? configuration.Listen[0] : new Uri($"https://{site.Name}"))).GetLeftPart(UriPartial.Authority);
}
