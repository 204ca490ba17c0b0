using System.Net.Http.Headers;
using Gardu.Fetching;

namespace Gardu.Gathering;

/// <summary>Fetches what is of one site, and waits where that asks for it. For several threads at once.</summary>
/// <param name="site">An address of the site.</param>
/// <param name="client">As <see cref="Gardu.Agents.Feeds.FeedUpdater.CreateClient"/> makes it.</param>
/// <param name="clock">What is waited by.</param>
sealed class GentleFetch(Uri site, HttpClient client, TimeProvider clock)
{
    /// <summary>Times that one address is asked again after 429 and 503.</summary>
    const int WaitsMax = 3;

    static readonly TimeSpan WaitUnsaid = TimeSpan.FromSeconds(5);
    static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    readonly WebFetch fetch = new(client, "gardu-scan-index", TimeSpan.FromSeconds(30), address => IsOf(site, address) ? null : "leads to another host");
    long restsUntil; // UTC ticks; the whole site is left alone until then

    /// <summary>Whether an address is of a site: of its host or the twin with or without <c>www.</c>, at the same port or by http and https at those they have by default.</summary>
    public static bool IsOf(Uri site, Uri address) =>
        WebFetch.MayAsk(address) && Bare(site).Equals(Bare(address), StringComparison.OrdinalIgnoreCase) && (site.Port == address.Port || (site.IsDefaultPort && address.IsDefaultPort));

    /// <summary>Gets what is behind an address of the site.</summary>
    public async Task<Fetched> GetAsync(Uri address, int bytesMax)
    {
        for (var left = WaitsMax; ; left--)
        {
            if (new DateTimeOffset(Interlocked.Read(ref restsUntil), TimeSpan.Zero) - clock.GetUtcNow() is { Ticks: > 0 } rest)
                await Task.Delay(rest, clock);
            var got = await fetch.GetAsync(address, bytesMax, CancellationToken.None);
            if (got.Failure is null && got.Body.Length > bytesMax)
                return Fetched.Failed(address, $"is larger than {bytesMax / 1024 / 1024} MiB");
            if (got.Status is not (429 or 503) || left == 0)
                return got;
            Interlocked.Exchange(ref restsUntil, (clock.GetUtcNow() + WaitOf(got)).UtcTicks);
        }
    }

    /// <summary>How long it asks to be left alone, within bounds.</summary>
    TimeSpan WaitOf(Fetched got)
    {
        var wait = !RetryConditionHeaderValue.TryParse(got.Header("Retry-After"), out var until) ? WaitUnsaid : until.Delta ?? until.Date - clock.GetUtcNow() ?? WaitUnsaid;
        return TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, WaitMax.Ticks));
    }

    static string Bare(Uri address) => address.IdnHost.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? address.IdnHost[4..] : address.IdnHost;
}
