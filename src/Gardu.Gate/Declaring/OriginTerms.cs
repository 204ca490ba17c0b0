using System.Collections.Concurrent;
using Gardu.Gate.Forwarding;
using Gardu.Gate.Sites;
using Gardu.Gate.Telemetry;
using Gardu.Terms.Declarations;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Declaring;

/// <summary>
/// Tells the owner where the origin says something else than the terms: in a file of its own, which the terms' file hides, or in a
/// header. Each once for the terms in force.
/// </summary>
sealed class OriginTerms(OriginForwarder origins, ILogger<OriginTerms> log)
{
    const int FileBytesMax = 1024 * 1024;

    static readonly TimeSpan FetchWithin = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<string, (string Version, ConcurrentDictionary<string, bool> Told)> told = new();

    /// <summary>Notes a header of the origin's that was milder than the terms.</summary>
    public void NoteHeader(Site site, string header)
    {
        if (IsNew(site, header))
            log.OriginHeaderMilder(site.Name, header);
    }

    /// <summary>Looks at the origin's own files; what cannot be fetched is not there.</summary>
    public async Task CompareAsync(Site site)
    {
        foreach (var file in DeclarationFile.All)
            if (file != DeclarationFile.Robots && file.IsSaid(site.Declared) && IsNew(site, file.Path) && await FetchAsync(site, file) is { } bytes)
                Tell(site, file, OriginDifferences.Of(site.Declared, file, bytes, Site.PublicBase(site, "https", site.Name)));
    }

    void Tell(Site site, DeclarationFile file, IReadOnlyList<string> differences)
    {
        if (differences.Count > 0)
            log.OriginDisagrees(site.Name, file.Path, string.Join("; ", differences));
    }

    bool IsNew(Site site, string subject)
    {
        var entry = told.AddOrUpdate(site.Name, _ => (site.Terms.Version, new()), (_, known) => known.Version == site.Terms.Version ? known : (site.Terms.Version, new()));
        return entry.Told.TryAdd(subject, true);
    }

    async Task<byte[]?> FetchAsync(Site site, DeclarationFile file)
    {
        using var stop = new CancellationTokenSource(FetchWithin);
        try
        {
            using var answer = await origins.GetAsync(site, file.Path, stop.Token);
            // A page that answers every address is no file of terms.
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType is "text/html")
                return null;
            return await OriginForwarder.ReadAsync(answer, FileBytesMax, stop.Token) is { Length: < FileBytesMax } whole ? whole : null;
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return null;
        }
    }
}
