using Gardu.Configuration;
using Gardu.Gate.Sites;
using Gardu.Terms.Decisions;

namespace Gardu.Commands.Terms;

/// <summary>Where a site's terms stand in words, as far as can be said without a request: its <c>url:</c>, else its first host, else where the gate listens.</summary>
static class TermsAddress
{
    public static Uri Of(GarduConfiguration configuration, Site site) =>
        new(site.Url ?? (site.Name.Contains('*', StringComparison.Ordinal) ? configuration.Listen[0] : new Uri($"https://{site.Name}")), FreePaths.OwnPrefix);
}
