using System.Collections.Concurrent;
using Gardu.Gate.Refusals;
using Gardu.Gate.Sites;
using Gardu.Gate.Telemetry;
using Gardu.Terms.Declarations;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gardu.Gate.Declaring;

/// <summary>
/// The files that declare a site's terms, served from memory in the origin's place. Each is made once for the terms, and
/// robots.txt once for each copy of the origin's own; only the public base of links changes.
/// </summary>
sealed class DeclaredFiles(OriginRobots originRobots, DeclarationHistory history, ILogger<DeclaredFiles> log)
{
    /// <summary>Stands for the public base; with blanks, which no pattern has.</summary>
    const string BaseMark = "{ public base }";

    readonly ConcurrentDictionary<(string Site, DeclarationFile File), Slot> slots = new();

    /// <summary>The file made last, and the one that is being made.</summary>
    sealed class Slot
    {
        readonly Lock gate = new();
        (Site Site, byte[]? OriginRobots) wanted;
        Task<Made>? making;

        public volatile Made? Made;

        public Task<Made> MakeOnce(Site site, byte[]? origin, Func<Made> make)
        {
            lock (gate)
            {
                if (making is not null && wanted == (site, origin))
                    return making;
                wanted = (site, origin);
                return making = Task.Run(() => Made = make());
            }
        }
    }

    /// <summary>One file of a site, with marks for the public base.</summary>
    sealed record Made(Site Site, DeclarationFile File, string Text, byte[]? OriginRobots)
    {
        /// <summary>The latest whole file is kept, since nearly every site has one public base.</summary>
        public volatile Tuple<string, byte[]>? Latest;

        public byte[] BytesFor(string publicBase) => File.Bytes(Text.Replace(BaseMark, File.Escape(publicBase), StringComparison.Ordinal), OriginRobots);
    }

    /// <summary>The file at an absolute address; null where there is none.</summary>
    public static DeclarationFile? FileAt(string url) => DeclarationFile.All.FirstOrDefault(file => url.EndsWith(file.Path, StringComparison.Ordinal));

    /// <summary>The file that a request is for; null where it is for none that is declared.</summary>
    public static DeclarationFile? Find(Site site, HttpContext context, ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        return DeclarationFile.Find(query < 0 ? target : target[..query]) is { } file && file.IsSaid(site.Declared)
            && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) ? file : null;
    }

    /// <summary>Makes a site's files before anybody asks; thousands of rules take a while.</summary>
    public async Task PrepareAsync(GateSnapshot snapshot, Site site)
    {
        foreach (var file in DeclarationFile.All)
            if (file.IsSaid(site.Declared))
                await MadeAsync(snapshot, site, file);
    }

    /// <summary>The file as it stands. It is made once, off the requests' way; where only the origin's own file has changed, the one before serves until then.</summary>
    async ValueTask<Made> MadeAsync(GateSnapshot snapshot, Site site, DeclarationFile file)
    {
        var origin = file == DeclarationFile.Robots ? await originRobots.GetAsync(site) : [];
        var slot = slots.GetOrAdd((site.Name, file), static _ => new Slot());
        var last = slot.Made;
        if (last?.Site == site && last.OriginRobots == origin)
            return last;
        var making = slot.MakeOnce(site, origin, () => Make(snapshot, site, file, origin));
        return last?.Site == site && !making.IsCompleted ? last : await making;
    }

    Made Make(GateSnapshot snapshot, Site site, DeclarationFile file, byte[]? origin)
    {
        var source = new DeclarationSource(site.Declared, snapshot.Identifier.Catalogue.Claimed, BaseMark) { OriginRobots = origin };
        var made = new Made(site, file, file.Render(source), origin);
        if (file.TooLong(made.BytesFor("")) is { } problem)
            log.DeclarationTooLong(site.Name, problem);
        return made;
    }

    /// <summary>Writes a file.</summary>
    public async ValueTask<Sent> WriteAsync(HttpContext context, GateSnapshot snapshot, Site site, DeclarationFile file, string publicBase, string request)
    {
        var made = await MadeAsync(snapshot, site, file);
        if (made.Latest is not { } latest || latest.Item1 != publicBase)
        {
            latest = Tuple.Create(publicBase, made.BytesFor(publicBase));
            history.Keep(site, publicBase + file.Path, latest.Item2); // before anybody is told it
            made.Latest = latest;
        }
        var response = context.Response;
        response.Headers[RefusalWriter.RequestHeader] = request;
        response.Headers.CacheControl = made.OriginRobots is null ? "no-store" : "max-age=300";
        response.ContentType = file.MediaType;
        return await context.SendAsync(latest.Item2);
    }
}
