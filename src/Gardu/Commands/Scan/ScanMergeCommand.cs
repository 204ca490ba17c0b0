using System.CommandLine;
using Gardu.Evidence.Scan.Reporting;
using Gardu.Evidence.Scan.Running;

namespace Gardu.Commands.Scan;

/// <summary><c>gardu scan merge</c>: one report of several scans.</summary>
static class ScanMergeCommand
{
    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR") { Description = "Folders of finished scans with the same index: shards, other corpora, controls", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string>("--out") { Description = "Write what they found together to this folder", HelpName = "DIR", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var command = new Command("merge", "Put scans together: shards of one, several corpora, and controls, whose finds tell how often that happens by chance") { folders, folder, json };
        command.SetAction(parsed => CommandRun.Run("gardu scan merge", parsed.InvocationConfiguration.Error, () =>
        {
            var to = parsed.GetValue(folder)!;
            if (ScanFolder.IsFinished(to))
                throw new UsageException($"{to} holds a finished scan: take another folder");
            var parts = parsed.GetValue(folders)!.Select(from => ScanFolder.TryRead(from, out var problem) ?? throw new UsageException(problem)).ToLookup(part => part.Head.IsControl);
            if (!parts[false].Any())
                throw new UsageException("only controls were named: there is nothing to tell their rate beside");
            if (parts[true].FirstOrDefault(control => control.Head with { Files = [], IsControl = false } != parts[false].First().Head with { Files = [] }) is not null)
                throw new UsageException("a control was made with another index or other options, and says nothing of this scan");
            var merged = ScanResults.TryMerge([.. parts[false]], to, out var wrong) ?? throw new UsageException(wrong);
            var controls = parts[true].Select(control => ScanReport.Of(control.Head, control.Files, control.Hits, [])).ToArray();
            var report = ScanReport.Of(merged.Head, merged.Files, merged.Hits, controls);
            ScanFolder.Write(to, merged, report);
            ScanOutput.Tell(parsed, report, to, parsed.GetValue(json));
            return ExitCode.Done;
        }));
        return command;
    }
}
