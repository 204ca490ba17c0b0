using System.Text;
using Gardu.Evidence.Scan.Reading;
using Gardu.Fetching;
using Gardu.Protocols.Listings;

namespace Gardu.Gathering;

/// <summary>The pages of the owner's site, found by what it lists and read a few at once.</summary>
sealed class OwnSite
{
    /// <summary>Largest page that is read, in bytes.</summary>
    const int PageBytesMax = 16 * 1024 * 1024;

    /// <summary>Pages that are asked for at once.</summary>
    const int AtOnce = 4;

    /// <summary>Times without an answer, one after another, after which nothing more is asked.</summary>
    const int SilentMax = 50;

    readonly Uri site;
    readonly GentleFetch fetch;
    readonly SiteListings listings;
    readonly List<string> problems = [];
    (long Count, long OfFeed, string? First) unread;

    /// <summary>A site by its address, of which nothing has been asked yet.</summary>
    /// <param name="address">As somebody wrote it; what cannot be asked is a <see cref="UsageException"/>.</param>
    /// <param name="client">As <see cref="Gardu.Agents.Feeds.FeedUpdater.CreateClient"/> makes it.</param>
    /// <param name="clock">What is waited by.</param>
    public OwnSite(string address, HttpClient client, TimeProvider clock)
    {
        site = Uri.TryCreate(address, UriKind.Absolute, out var parsed) && WebFetch.MayAsk(parsed) ? parsed : throw new UsageException($"\"{address}\" is no address that can be asked, such as https://news.example/sitemap.xml");
        fetch = new GentleFetch(site, client, clock);
        listings = new SiteListings(site, fetch);
    }

    /// <summary>Pages that have been asked for, and all that are listed; 0 before that is known.</summary>
    public (long Done, long Whole) Progress { get; private set; }

    /// <summary>What was left out, in plain words.</summary>
    public IEnumerable<string> Problems => [.. listings.Problems, .. problems];

    /// <summary>Whether a source is the address of a site, and no file.</summary>
    public static bool IsAddress(string source) => source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds its pages, and reads them as they are asked for. Throws as <see cref="SiteListings.FindAsync"/> does.</summary>
    public ICorpusReader Open()
    {
        listings.FindAsync().GetAwaiter().GetResult();
        return CorpusReaders.Open(Read());
    }

    IEnumerable<SitePage> Read()
    {
        var (underWay, next, silent) = (new Queue<Task<(ListedPage, Fetched)>>(), 0, 0);
        for (Progress = (0, listings.Pages.Count); Progress.Done < Progress.Whole && silent < SilentMax; Progress = (Progress.Done + 1, Progress.Whole))
        {
            while (underWay.Count < AtOnce && next < listings.Pages.Count)
                underWay.Enqueue(GetAsync(listings.Pages[next++]));
            var (listed, got) = underWay.Dequeue().GetAwaiter().GetResult();
            silent = got.Failure is not null || got.Status is 429 or >= 500 ? silent + 1 : 0;
            if (PageOf(listed, got) is { } page)
                yield return page;
        }
        if (unread.Count > 0)
            problems.Add(FormattableString.Invariant($"{site}: {unread.Count:N0} pages could not be read, the first one: {unread.First}{(unread.OfFeed > 0 ? $"; of {unread.OfFeed:N0} of them the text of the feed was taken" : "")}"));
        if (Progress.Done < Progress.Whole)
            problems.Add(FormattableString.Invariant($"{site} gave no answer {SilentMax} times in a row, and {Progress.Whole - Progress.Done:N0} pages were not asked for"));
    }

    async Task<(ListedPage, Fetched)> GetAsync(ListedPage page) => (page, await fetch.GetAsync(new Uri(page.Address), PageBytesMax));

    /// <summary>The page, or what its feed has of it; null where there is neither.</summary>
    SitePage? PageOf(ListedPage listed, Fetched got)
    {
        var page = new SitePage(listed.Address, got.ContentType, got.Body) { Title = listed.Title, Author = listed.Author, Date = listed.Date };
        if (got.IsThere && page.IsText)
            return page;
        unread = (unread.Count + 1, unread.OfFeed + (listed.Content is null ? 0 : 1), unread.First ?? $"{listed.Address} {(got.IsThere ? $"is no text but {got.MediaType}" : got.Trouble)}");
        return listed.Content is null ? null : page with { ContentType = "text/html; charset=utf-8", Octets = Encoding.UTF8.GetBytes(listed.Content) };
    }
}
