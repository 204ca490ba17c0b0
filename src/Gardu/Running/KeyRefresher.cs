using Gardu.Agents.Credentials;
using Gardu.Commerce.Licensees;
using Gardu.Gate;
using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Store.Selling;
using Microsoft.Extensions.Logging;

namespace Gardu.Running;

/// <summary>Puts keys and accounts in force within half a second of their change, by this process or another.</summary>
sealed class KeyRefresher(Database database, GateHost host, ILogger log)
{
    readonly Credentials credentials = Credentials.Open(database);
    readonly Accounts accounts = new(database);

    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    long? seen;
    bool failed;

    /// <summary>Reads them where they have changed.</summary>
    public void Read()
    {
        try
        {
            var revision = credentials.Revision();
            if (revision != seen)
            {
                host.Keys = new IssuedKeys(credentials.Keys());
                host.Accounts = new AccountDirectory(accounts.All());
            }
            (seen, failed) = (revision, false);
        }
        catch (StoreException unreadable)
        {
            if (!failed)
                log.KeysNotRead(unreadable.Message);
            failed = true;
        }
    }

    /// <summary>Looks again and again, until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await Task.Run(Read, stop).WaitAsync(stop); // a store that is silent does not hold up the stop
        }
        catch (OperationCanceledException)
        {
            // The gate stops.
        }
    }
}
