using Gardu.Fetching;

namespace Gardu.Checking;

/// <summary>A site's files from where they are published.</summary>
/// <param name="address">The page whose use is asked about.</param>
/// <param name="client">As <see cref="Gardu.Agents.Feeds.FeedUpdater.CreateClient"/> makes it.</param>
/// <param name="tell">Is told each address before it is fetched.</param>
sealed class WebSource(Uri address, HttpClient client, Action<Uri> tell) : ISiteSource
{
    readonly WebFetch fetch = new(client, "gardu-terms-check", TimeSpan.FromSeconds(10));

    /// <inheritdoc/>
    public Uri Address => address;

    /// <inheritdoc/>
    public async Task<Fetched?> GetAsync(Uri address, int bytesMax, CancellationToken stop)
    {
        tell(address);
        return await fetch.GetAsync(address, bytesMax, stop);
    }
}
