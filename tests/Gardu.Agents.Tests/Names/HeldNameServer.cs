using Gardu.Agents.Addresses;
using Gardu.Agents.Names;

namespace Gardu.Agents.Tests.Names;

/// <summary>
/// Names without a network: an address of <see cref="Good"/> has a name that leads back, one of <see cref="Failing"/> cannot
/// be looked up, any other has none. Holds its answers while told to.
/// </summary>
sealed class HeldNameServer : INameServer
{
    TaskCompletionSource held = new();
    int asked;

    public HeldNameServer() => held.SetResult();

    public HashSet<Address> Good { get; } = [];

    public HashSet<Address> Failing { get; } = [];

    /// <summary>How many addresses were asked for.</summary>
    public int Asked => Volatile.Read(ref asked);

    public void Hold() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => held.SetResult();

    public async Task<IReadOnlyList<string>?> NamesOfAsync(Address address, CancellationToken cancellation)
    {
        Interlocked.Increment(ref asked);
        await held.Task;
        return Failing.Contains(address) ? null : Good.Contains(address) ? ["crawl.googlebot.com"] : [];
    }

    public Task<IReadOnlyList<Address>?> AddressesOfAsync(string name, bool ipv6, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Address>?>([.. Good]);
}
