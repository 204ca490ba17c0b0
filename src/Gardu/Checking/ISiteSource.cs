using Gardu.Fetching;

namespace Gardu.Checking;

/// <summary>Where a site's files are had from.</summary>
interface ISiteSource
{
    /// <summary>The page whose use is asked about.</summary>
    Uri Address { get; }

    /// <summary>Gets what is behind an address; null where that cannot be known from here.</summary>
    Task<Fetched?> GetAsync(Uri address, int bytesMax, CancellationToken stop);
}
