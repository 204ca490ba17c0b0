using System.CommandLine;
using System.Globalization;

namespace Gardu.Commands.Ledger;

/// <summary><c>gardu ledger show</c>: what the ledger is called, who signs it, and how far it is.</summary>
static class ShowLedger
{
    const int PendingShown = 100_000;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        return new Command("show", "Show the ledger's name, keys, and how far it is") { json }.On("gardu ledger show", (parsed, ledger) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var (origin, head, pending) = (ledger.Rows.Origin(), ledger.Rows.Head(), ledger.Rows.Pending(PendingShown).Count);
            if (origin is null)
            {
                parsed.InvocationConfiguration.Error.WriteLine("the ledger has not begun yet; it does when the gate first runs");
                return ExitCode.Done;
            }
            var (published, cosigned, keys) = (ledger.View.Checkpoint(), ledger.View.Cosigned(), ledger.Rows.Keys());
            if (parsed.GetValue(json))
            {
                CommandOutput.WriteJson(output, new
                {
                    Origin = origin,
                    Entries = head.Size,
                    Waiting = pending,
                    Published = published?.Checkpoint.Size ?? 0,
                    Cosigned = cosigned?.Checkpoint.Size,
                    Root = published?.Checkpoint.Root.ToString(),
                    Keys = keys.Select(key => new { Key = key.Key.ToString(), Retired = key.IsRetired }),
                });
                return ExitCode.Done;
            }
            void Line(string name, string? value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-10} {value}"));
            Line("name", origin);
            Line("entries", string.Create(CultureInfo.InvariantCulture, $"{head.Size:N0}{(pending == 0 ? "" : $", and {pending:N0}{(pending == PendingShown ? " or more" : "")} that wait for a running gate")}"));
            Line("published", string.Create(CultureInfo.InvariantCulture, $"{published?.Checkpoint.Size ?? 0:N0}"));
            if (cosigned is var (_, checkpoint))
                Line("cosigned", string.Create(CultureInfo.InvariantCulture, $"{checkpoint.Size:N0}"));
            Line("root", published?.Checkpoint.Root.ToString() ?? "none yet");
            foreach (var (key, isRetired) in keys)
                Line(isRetired ? "former key" : "key", key.ToString());
            return ExitCode.Done;
        });
    }
}
