using System.CommandLine;
using Gardu.LedgerKeeping;

namespace Gardu.Commands.Ledger;

/// <summary><c>gardu ledger key list</c>, <c>rotate</c> and <c>retire</c>: the key that signs the log, and how it is changed, in two steps with time between.</summary>
static class LedgerKeys
{
    public static Command Create(TimeProvider clock) => new("key", "List or change the key that signs the log")
    {
        new Command("list", "Print keys.txt: the log's keys and its witnesses, for whoever verifies").On("gardu ledger key list", (parsed, ledger) =>
        {
            parsed.InvocationConfiguration.Output.Write(ledger.View.Keys);
            return ExitCode.Done;
        }),
        new Command("rotate", "Make a new key; from now on both sign, until the former one is retired").On("gardu ledger key rotate", (parsed, ledger) =>
        {
            var key = ledger.Keys.Rotate(clock.GetUtcNow());
            parsed.InvocationConfiguration.Output.WriteLine(key);
            parsed.InvocationConfiguration.Error.WriteLine(
                $"both keys sign now. Copy {LogKeyFiles.KeyFile} and {LogKeyFiles.OldKeyFile} to every other node, tell licensees and witnesses the new key, back up, and then run gardu ledger key retire");
            return ExitCode.Done;
        }),
        new Command("retire", "Have the former key sign no longer").On("gardu ledger key retire", (parsed, ledger) =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(ledger.Keys.Retire(clock.GetUtcNow()));
            parsed.InvocationConfiguration.Error.WriteLine($"it signs no longer, and {LogKeyFiles.OldKeyFile} is gone; remove it on every other node too");
            return ExitCode.Done;
        }),
    };
}
