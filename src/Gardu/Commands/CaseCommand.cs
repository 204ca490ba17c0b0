using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gardu.Commands.Ledger;
using Gardu.Evidence.Cases;
using Gardu.Evidence.Scan.Running;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Notes;
using Gardu.LedgerKeeping;
using Gardu.Reporting;
using Gardu.Reports.Rendering;

namespace Gardu.Commands;

/// <summary><c>gardu case</c>: what there is on an agent, sealed, for somebody who was not there.</summary>
static class CaseCommand
{
    const int NamesTold = 10;
    const int NameShown = 100;

    public static Command Create(TimeProvider clock) => new("case", "Seal what is on record of an agent into one file that anybody can read and verify") { CreateBuild(clock) };

    static Command CreateBuild(TimeProvider clock)
    {
        var filter = new FilterOptions().OfAgentAndTime();
        var file = new Option<string?>("--out") { Description = "Write to this file (default: case-AGENT-DAY.gardu.zip)", HelpName = "FILE" };
        var scan = new Option<string?>("--scan") { Description = "Put in what gardu scan found too: the folder that it wrote", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("build", "Write requests, decisions, terms, proofs and keys into one archive that opens in a browser") { file, scan, json };
        filter.AddTo(command);
        return command.On("gardu case build", (parsed, ledger) =>
        {
            var wanted = filter.Read(parsed);
            if (wanted.From >= wanted.To)
                throw new UsageException("--from has to be before --to");
            var path = parsed.GetValue(file) ?? NameOf(wanted);
            LedgerCommandRun.RefuseExisting(path);
            if (parsed.GetValue(scan) is { } found && ScanFolder.TryRead(found, out var problem) is null)
                throw new UsageException(problem);
            using var entries = LaidAside(path);
            var made = Read(ledger, wanted, entries, parsed.GetValue(scan), clock.GetUtcNow());
            LedgerCommandRun.WriteTo(path, parsed, output => CaseZip.Write(made, entries, output));
            Tell(parsed, path, made, parsed.GetValue(json));
            return ExitCode.Done;
        });
    }

    static Case Read(InstallationLedger ledger, ExportFilter filter, Stream entries, string? scan, DateTimeOffset now)
    {
        var export = ExportLedger.ExportOf(ledger, filter);
        var source = new CaseSource
        {
            Header = export.Header,
            Checkpoint = export.Checkpoint,
            Entries = export.Entries,
            Keys = TrustedKeys.Parse(Encoding.UTF8.GetBytes(ledger.View.Keys), out var error) ?? throw new StoreException($"the keys of the ledger cannot be read: {error}", isCorrupt: true),
            Declared = hash => Declared(ledger, hash),
            Scan = scan,
            Program = $"gardu {typeof(CaseCommand).Assembly.GetName().Version!.ToString(3)}", // every assembly has one
            MadeAt = now,
        };
        var (done, problem) = (0L, (string?)null);
        var made = ReadingProgress.Show(() => Case.Read(source, entries, out problem, index => done = index), () => (done, export.Checkpoint.Size)) ?? throw new UsageException(problem!); // said where there is no case
        return made.RequestCount > 0 ? made : throw new UsageException(Nobody(ledger, filter, export.Checkpoint.Size));
    }

    /// <summary>The bytes of a hash, if they still have it.</summary>
    static byte[]? Declared(InstallationLedger ledger, string hash) =>
        ledger.Declared.Read(hash) is not { } bytes ? null
        : Convert.ToHexStringLower(SHA256.HashData(bytes)) == hash ? bytes
        : throw new StoreException($"what was declared as {hash} has been changed in the database: it has another hash now", isCorrupt: true);

    static string Nobody(InstallationLedger ledger, ExportFilter filter, long size)
    {
        var others = ledger.Rows.Select(filter with { Agent = null }, size)
            .Select(row => row.Entry.Entry is { Envelope.Kind: EntryKind.Usage, IsErased: false } entry ? UsagePayload.Read(entry.Payload)?.Agent : null)
            .OfType<string>().Distinct().Take(NamesTold).Order(StringComparer.Ordinal).Select(name => PrintableText.Of(name, NameShown)).ToList();
        return $"no request of \"{filter.Agent}\" is on record there; {(others.Count == 0 ? "nor is one of any other agent" : $"on record are {string.Join(", ", others)}")}";
    }

    /// <summary>A file beside the case, without a name that anybody would take for one, which goes when it is closed.</summary>
    static FileStream LaidAside(string path) => new(
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".gardu-{Path.GetRandomFileName()}"), // a full path of a file is in some folder
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });

    static string NameOf(ExportFilter filter) => string.Create(CultureInfo.InvariantCulture,
        $"case-{string.Concat(filter.Agent!.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'))}-{filter.From:yyyy-MM-dd}.gardu.zip");

    static void Tell(ParseResult parsed, string path, Case made, bool isJson)
    {
        using var written = File.OpenRead(path);
        var (output, hash) = (parsed.InvocationConfiguration.Output, Convert.ToHexStringLower(SHA256.HashData(written)));
        if (isJson)
            CommandOutput.WriteJson(output, new { File = path, Sha256 = hash, Bytes = written.Length, Entries = made.EntryCount, Requests = made.RequestCount });
        else
            output.WriteLine($"{hash}  {path}");
        parsed.InvocationConfiguration.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{made.RequestCount:N0} requests, in {made.EntryCount:N0} entries with their proofs; note the hash and hand it on with the file"));
    }
}
