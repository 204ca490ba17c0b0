using System.CommandLine;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Reporting;
using Gardu.Evidence.Scan.Running;

namespace Gardu.Commands.Scan;

/// <summary><c>gardu scan run</c>: holds a corpus against an index.</summary>
static class ScanRunCommand
{
    /// <summary>Octets of normalised text in a row that are certain to be seen.</summary>
    const int Guarantee = 64;

    public static Command Create()
    {
        var index = new Argument<string>("INDEX") { Description = "The index that gardu scan index made" };
        var corpus = new Argument<string[]>("CORPUS") { Description = "Folders, files or patterns of JSON Lines, Parquet, WARC, WET, HTML and text, plain, .gz or .zst; - for standard input", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--out") { Description = "Write what is found to this folder", HelpName = "DIR", Required = true };
        var field = new Option<string?>("--text-field") { Description = "The member of JSON objects, or the column, that holds the text (default: found out)", HelpName = "NAME" };
        var guarantee = new Option<int>("--guarantee") { Description = $"See every run of so many normalised octets that is in both: {Guarantee}", HelpName = "OCTETS", DefaultValueFactory = _ => Guarantee };
        var fast = new Option<bool>("--fast") { Description = "Look at fewer places: twice as fast, and short copies may be missed, of which the odds are told" };
        var control = new Option<bool>("--control") { Description = "The corpus cannot hold your text: what is found tells how often that happens by chance" };
        var resume = new Option<bool>("--resume") { Description = "Go on with a scan that did not end" };
        var shard = new Option<string?>("--shard") { Description = "Scan one part of the files, such as 1/4, and merge all parts later", HelpName = "I/N" };
        var threads = new Option<int>("--threads") { Description = "Threads that work (default: one for each processor)", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command("run", "Hold a corpus against your index: what of yours is in it, where, and how sure that is") { index, corpus, folder, field, guarantee, fast, control, resume, shard, threads, json };
        command.SetAction(parsed => CommandRun.Run("gardu scan run", parsed.InvocationConfiguration.Error, () =>
        {
            if (parsed.GetValue(guarantee) != Guarantee)
                throw new UsageException($"--guarantee is {Guarantee}: an index is made for that");
            if (parsed.GetValue(threads) is < 1 or > 1024)
                throw new UsageException("--threads is a number from 1 to 1024");
            var (part, of) = ReadShard(parsed.GetValue(shard));
            using var own = ScanIndex.TryOpen(parsed.GetValue(index)!, out var problem) ?? throw new UsageException(problem);
            var files = ScanFiles.Find(parsed.GetValue(corpus)!);
            var head = new ScanHead
            {
                Program = $"gardu {typeof(ScanRunCommand).Assembly.GetName().Version!.ToString(3)}", // every assembly has one
                Index = Convert.ToHexStringLower(own.Sha256),
                Documents = own.Documents,
                Normalisation = own.Normalisation,
                Guarantee = parsed.GetValue(fast) ? null : Guarantee,
                TextField = parsed.GetValue(field),
                IsControl = parsed.GetValue(control),
                Files = files,
            };
            return Run(parsed, own, head, [.. Enumerable.Range(0, files.Count).Where(file => file % of == part - 1)], parsed.GetValue(folder)!, parsed.GetValue(threads), parsed.GetValue(resume), parsed.GetValue(json));
        }));
        return command;
    }

    static int Run(ParseResult parsed, ScanIndex index, ScanHead head, int[] files, string folder, int threads, bool resume, bool isJson)
    {
        if (ScanFolder.IsFinished(folder))
        {
            if (!resume || ScanFolder.TryRead(folder, out _) is not { } finished || !finished.Head.Equals(head with { Files = finished.Head.Files }) || !finished.Head.Files.SequenceEqual(head.Files))
                throw new UsageException($"{folder} holds a finished scan: take another folder");
            File.Delete(ScanFolder.JournalOf(folder)); // a kill may have come between the report and this
            ScanOutput.Tell(parsed, ScanReport.Of(finished.Head, finished.Files, finished.Hits, []), folder, isJson);
            return ExitCode.Done;
        }
        Directory.CreateDirectory(folder);
        using (var journal = ScanJournal.TryOpen(ScanFolder.JournalOf(folder), head, resume, out var problem) ?? throw new UsageException(problem))
        {
            var scan = new CorpusScan(index, head, journal);
            ScanProgressBar.Show(scan, files.Length, ScanFiles.LengthOf(files.Select(file => head.Files[file])), stop => scan.Run(files, threads, stop));
        }
        var results = ScanFolder.Finish(folder);
        var report = ScanReport.Of(results.Head, results.Files, results.Hits, []);
        ScanFolder.Write(folder, results, report);
        ScanOutput.Tell(parsed, report, folder, isJson);
        return ExitCode.Done;
    }

    static (int Part, int Of) ReadShard(string? shard)
    {
        if (shard is null)
            return (1, 1);
        var numbers = shard.Split('/');
        return numbers.Length == 2 && int.TryParse(numbers[0], out var part) && int.TryParse(numbers[1], out var of) && part >= 1 && part <= of
            ? (part, of) : throw new UsageException($"--shard is a part of all, such as 1/4 or 4/4, and not \"{shard}\"");
    }
}
