using Gardu.Gate.Ledger;
using Gardu.LedgerKeeping;
using Gardu.Store;
using Gardu.Store.Ledger;
using Gardu.Tests.Commands;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gardu.Tests.LedgerKeeping;

public sealed class LedgerKeeperTests : CommandTest
{
    [Fact]
    public async Task Whatever_fails_is_said_and_tried_again()
    {
        var database = Database.Of(Folder, null);
        database.OpenStore().Dispose();
        var (rows, state, isBroken) = (new LedgerRows(database), new LedgerState(), true);
        var keys = new LogKeyFiles(Folder, rows);
        keys.Begin(rows.Origin("log.example"), DateTimeOffset.UnixEpoch);
        await using var keeper = new LedgerKeeper(
            new Sequencer(rows, TileFolder.In(Folder), () => Volatile.Read(ref isBroken) ? throw new InvalidOperationException("what nobody thought of") : keys.Read(), TimeProvider.System),
            null, state, NullLogger.Instance);
        Assert.True(SpinWait.SpinUntil(() => state.Failure == "what nobody thought of", TimeSpan.FromSeconds(30)));
        Volatile.Write(ref isBroken, false);
        Assert.True(SpinWait.SpinUntil(() => state is { Failure: null, Size: 1 }, TimeSpan.FromSeconds(30)));
    }
}
