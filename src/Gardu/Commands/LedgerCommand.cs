using System.CommandLine;
using Gardu.Commands.Ledger;

namespace Gardu.Commands;

/// <summary><c>gardu ledger</c>: the record that nobody can quietly change.</summary>
static class LedgerCommand
{
    public static Command Create(TimeProvider clock) => new("ledger", "Show, check, prove and export the record")
    {
        ShowLedger.Create(),
        CheckLedger.Create(),
        ProveLedger.CreateReceipt(),
        ProveLedger.CreateProve(),
        ExportLedger.CreateExport(),
        EraseLedger.Create(clock),
        LedgerKeys.Create(clock),
    };
}
