using System.CommandLine;
using System.Globalization;
using Gardu.Reporting;
using Gardu.Store.Ledger;

namespace Gardu.Commands.Ledger;

/// <summary><c>gardu ledger fsck</c>: holds the whole ledger against itself.</summary>
static class CheckLedger
{
    public static Command Create()
    {
        var repair = new Option<bool>("--repair") { Description = "Write anew what is damaged of the published files, out of the database" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("fsck", "Check the whole ledger: database, published files and signatures") { repair, json };
        command.Aliases.Add("verify");
        return command.On("gardu ledger fsck", (parsed, ledger) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (done, whole) = (0L, 0L);
            var check = new LedgerCheck(ledger.Rows, ledger.Storage, ledger.Keys.Read(), (at, of) => (done, whole) = (at, of));
            var verdict = ReadingProgress.Show(() => check.Run(parsed.GetValue(repair)), () => (done, whole));
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, new { Whole = verdict.IsWhole, verdict.Entries, verdict.Published, verdict.Erased, verdict.Faults, verdict.FaultCount, verdict.Repaired });
            else
                Print(output, verdict);
            return verdict.IsWhole ? ExitCode.Done : ExitCode.Integrity;
        });
    }

    static void Print(TextWriter output, LedgerVerdict verdict)
    {
        foreach (var fault in verdict.Faults)
            output.WriteLine(fault);
        if (verdict.FaultCount > verdict.Faults.Count)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {verdict.FaultCount - verdict.Faults.Count:N0} more"));
        output.WriteLine(FormattableString.Invariant(verdict switch
        {
            { FaultCount: 0 } => $"whole: {verdict.Entries:N0} entries, {verdict.Published ?? 0:N0} of them published{(verdict.Erased > 0 ? FormattableString.Invariant($", {verdict.Erased:N0} erased") : "")}",
            { IsWhole: true } => (FormattableString)$"repaired: {verdict.Repaired:N0} of {verdict.FaultCount:N0} faults; the ledger is whole",
            _ => $"damaged: {verdict.FaultCount:N0} faults in {verdict.Entries:N0} entries, {verdict.Repaired:N0} of them repaired",
        }));
    }
}
