using System.CommandLine;
using System.Globalization;
using Gardu.Agents.Feeds;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Reading;
using Gardu.Gathering;
using Gardu.Reporting;

namespace Gardu.Commands.Scan;

/// <summary><c>gardu scan index</c>: makes the one file that a corpus is held against.</summary>
static class ScanIndexCommand
{
    public static Command Create()
    {
        var sources = new Argument<string[]>("SOURCE") { Description = "Your own texts: folders, files or patterns of text, HTML, JSON Lines, Parquet and WARC, packed or not; - for standard input; or the address of your own site, its sitemap or its feed, whose pages are then fetched", Arity = ArgumentArity.OneOrMore };
        var file = new Option<string>("--out") { Description = "Write the index to this file", HelpName = "FILE", Required = true };
        var field = new Option<string?>("--text-field") { Description = "The member of JSON objects, or the column, that holds the text (default: found out)", HelpName = "NAME" };
        var add = new Option<bool>("--add") { Description = "Add to the index that is there; documents whose id is in it stay as they are" };
        var background = new Option<string[]>("--background") { Description = "Texts that cannot be yours, such as old books or an encyclopedia: what stands in them too is no evidence", HelpName = "FILE" };
        var thirdParty = new Option<string[]>("--third-party") { Description = "What others wrote and you carry, such as a wire feed: the same", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("index", "Index your own content: one file that you can carry to where the corpus is") { sources, file, field, add, background, thirdParty, json };
        command.SetAction(parsed => CommandRun.Run("gardu scan index", parsed.InvocationConfiguration.Error, () =>
            Index(parsed, parsed.GetValue(sources)!, parsed.GetValue(file)!, parsed.GetValue(field), parsed.GetValue(add), ScanFiles.Find(parsed.GetValue(background) ?? []), ScanFiles.Find(parsed.GetValue(thirdParty) ?? []), parsed.GetValue(json))));
        return command;
    }

    static int Index(ParseResult parsed, string[] sources, string path, string? field, bool add, IReadOnlyList<string> background, IReadOnlyList<string> thirdParty, bool isJson)
    {
        if (File.Exists(path) && !add)
            throw new UsageException($"{path} is there already: add to it (--add), or take another name");
        using var before = !add ? null : ScanIndex.TryOpen(path, out var problem) ?? throw new UsageException(problem);
        using var client = FeedUpdater.CreateClient(allowPrivate: true); // the site is whose command this is
        var sites = sources.Where(OwnSite.IsAddress).Distinct().ToDictionary(address => address, address => new OwnSite(address, client, TimeProvider.System));
        OwnSite? site = null;
        var source = new OwnTexts([.. ScanFiles.Find(sources.Where(named => !OwnSite.IsAddress(named))), .. sites.Keys], named =>
            sites.TryGetValue(named, out site) ? site.Open() : CorpusReaders.Open(named, new ReadOptions { TextField = field }), before);
        using var builder = new IndexBuilder(path);
        ReadingProgress.Show(() =>
        {
            builder.Add(source.Batches(), Environment.ProcessorCount);
            if (builder.Documents > 0)
                builder.Finish(source.Others(background, thirdParty));
            return true;
        }, () => site?.Progress ?? (source.OctetsRead, source.OctetsOfAll));
        foreach (var told in source.Problems.Concat(sites.Values.SelectMany(site => site.Problems)))
            parsed.InvocationConfiguration.Error.WriteLine($"gardu scan index: {told}");
        if (builder.Documents == 0)
            throw new UsageException("there is no text in what was named, so that there is nothing to find");
        using var made = ScanIndex.TryOpen(path, out var broken) ?? throw new IOException(broken);
        if (isJson)
            CommandOutput.WriteJson(parsed.InvocationConfiguration.Output, new
            {
                path,
                documents = made.Documents,
                textOctets = made.TextOctets,
                fingerprints = made.Fingerprints,
                templates = made.Templates,
                background = made.Background,
                thirdParty = made.ThirdParty,
                repeated = builder.Repeated,
                sha256 = Convert.ToHexStringLower(made.Sha256),
            });
        else
            parsed.InvocationConfiguration.Output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{path}: {made.Documents:N0} documents, {made.TextOctets:N0} octets of text, {made.Fingerprints:N0} fingerprints of which {made.Templates:N0} are templates, {made.Background:N0} background and {made.ThirdParty:N0} others'{(builder.Repeated > 0 ? $"; {builder.Repeated:N0} whose id was there already were left out" : "")}\nsha256 {Convert.ToHexStringLower(made.Sha256)}"));
        return ExitCode.Done;
    }
}
