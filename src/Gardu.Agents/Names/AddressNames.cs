using Gardu.Agents.Addresses;

namespace Gardu.Agents.Names;

/// <summary>
/// Forward-confirmed reverse DNS: an address points to a name with an agent's suffix, and that name leads back to the
/// address. Lookups run in the background and are kept by address, so that one serves every agent:
/// 24 hours where a name was confirmed, 1 hour where none was, 1 minute where something could not be had.
/// </summary>
/// <remarks>
/// What strangers can make it do is bounded. 32 lookups run at once, 4 of them for one network (/24 of IPv4, /48 of IPv6);
/// beyond that an address is undecided and nothing waits in line. Only names with a suffix of the catalogue are asked for, 4
/// an address. Confirmed addresses are kept apart from all others, so that strangers, whom nothing confirms, push out only
/// each other.
/// </remarks>
public sealed class AddressNames : IDisposable
{
    /// <summary>The longest that a lookup takes, all of its questions together.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    static readonly TimeSpan ConfirmedFor = TimeSpan.FromHours(24);
    static readonly TimeSpan RefutedFor = TimeSpan.FromHours(1);
    static readonly TimeSpan UndecidedFor = TimeSpan.FromMinutes(1);
    const int AtOnce = 32;
    const int AtOnceOfNetwork = 4;
    const int NamesAsked = 4;

    readonly INameServer server;
    readonly IReadOnlyList<string> suffixes;
    readonly TimeProvider clock;
    readonly SettledTable confirmed;
    readonly SettledTable others;
    readonly Dictionary<Address, Task<SettledNames>> running = [];
    readonly CancellationTokenSource stop = new();
    readonly CancellationToken stopping;
    readonly Lock gate = new();

    /// <summary>Starts with nothing known.</summary>
    /// <param name="server">Whom to ask.</param>
    /// <param name="suffixes">Every suffix that any agent has.</param>
    /// <param name="clock">The time that answers are kept by.</param>
    /// <param name="capacity">How many confirmed addresses are kept, and how many others.</param>
    public AddressNames(INameServer server, IEnumerable<string> suffixes, TimeProvider clock, int capacity = 25_000)
    {
        this.server = server;
        this.suffixes = [.. suffixes.Distinct(StringComparer.OrdinalIgnoreCase)];
        this.clock = clock;
        (confirmed, others, stopping) = (new(capacity), new(capacity), stop.Token);
    }

    /// <summary>How many addresses are kept.</summary>
    public int Count => confirmed.Count + others.Count;

    /// <summary>What is known at once, without asking anybody; null where nothing is.</summary>
    /// <param name="address">Whose names; of a local one nothing is ever asked, and it is undecided.</param>
    /// <param name="suffixes">The agent's; without any it is undecided.</param>
    public NameProof? Known(Address address, IReadOnlyList<string> suffixes) =>
        address.IsLocal || suffixes.Count == 0 ? NameProof.Undecided : Find(address)?.Proves(suffixes);

    /// <summary>
    /// What is known; else looks it up, together with whoever asks for the same address, and waits for it. The lookup goes
    /// on after the wait, for later requests.
    /// </summary>
    /// <param name="address">Whose names.</param>
    /// <param name="suffixes">The agent's.</param>
    /// <param name="wait">The longest wait; zero or more.</param>
    public async ValueTask<NameProof> ConfirmAsync(Address address, IReadOnlyList<string> suffixes, TimeSpan wait)
    {
        if (Known(address, suffixes) is { } known)
            return known;
        if (Look(address) is not { } lookup)
            return NameProof.Undecided;
        await ((Task)lookup).WaitAsync(wait, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return lookup.IsCompletedSuccessfully ? (await lookup).Proves(suffixes) : NameProof.Undecided;
    }

    /// <summary>Stops the lookups; nothing is looked up afterwards.</summary>
    public void Dispose()
    {
        if (stopping.IsCancellationRequested)
            return;
        stop.Cancel();
        stop.Dispose();
    }

    SettledNames? Find(Address address)
    {
        var now = clock.GetTimestamp();
        return confirmed.Find(address, now) ?? others.Find(address, now);
    }

    /// <summary>The lookup of an address, running or new; null where there are too many.</summary>
    Task<SettledNames>? Look(Address address)
    {
        lock (gate)
        {
            if (running.TryGetValue(address, out var lookup))
                return lookup;
            if (Find(address) is { } settled) // a moment ago
                return Task.FromResult(settled);
            if (stopping.IsCancellationRequested || running.Count >= AtOnce || running.Keys.Count(other => NetworkOf(other) == NetworkOf(address)) >= AtOnceOfNetwork)
                return null;
            return running[address] = Task.Run(() => LookUpAsync(address));
        }
    }

    static Address NetworkOf(Address address) => address.Network(address.IsIPv4 ? 24 : 48);

    async Task<SettledNames> LookUpAsync(Address address)
    {
        try
        {
            var (names, isWhole) = await NamesOfAsync(address);
            var kept = !isWhole ? UndecidedFor : names.Count > 0 ? ConfirmedFor : RefutedFor;
            var settled = new SettledNames(names, isWhole, clock.GetTimestamp() + (long)(kept.TotalSeconds * clock.TimestampFrequency));
            lock (gate)
                (names.Count > 0 ? confirmed : others).Set(address, settled);
            return settled;
        }
        finally
        {
            lock (gate)
                running.Remove(address);
        }
    }

    async Task<(IReadOnlyList<string> Names, bool IsWhole)> NamesOfAsync(Address address)
    {
        using var time = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, stopping);
        if (await server.NamesOfAsync(address, either.Token) is not { } names)
            return ([], false);
        var (leadingBack, isWhole) = (new List<string>(), true);
        foreach (var name in names.Where(name => NameSuffix.EndsAny(name, suffixes)).Distinct(StringComparer.OrdinalIgnoreCase).Take(NamesAsked))
        {
            var addresses = await server.AddressesOfAsync(name, !address.IsIPv4, either.Token);
            isWhole &= addresses is not null;
            if (addresses?.Contains(address) == true)
                leadingBack.Add(name);
        }
        return (leadingBack, isWhole);
    }
}
