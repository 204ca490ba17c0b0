using Gardu.Protocols.Signatures;

namespace Gardu.Agents.Signatures;

/// <summary>
/// The keys of agents by where they publish them: fetched when a signature first points there, kept for as long as their
/// server says, asked for again after that. Many requests wait for one fetch; a failed one is not repeated for a while, and
/// leaves the keys that were there. Never found by a key's name alone, since then one agent could pass for another.
/// </summary>
public sealed class KeyDirectories(DirectoryFetch fetch, TimeProvider clock)
{
    /// <summary>How long the first request to need a directory waits for it; the fetch goes on behind it.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);

    /// <summary>Requests that wait at once.</summary>
    const int WaitingMax = 256;

    /// <summary>Fetches at once for agents whose keys were never had.</summary>
    const int StrangersAtOnce = 8;

    /// <summary>The same in a second; so many may come together.</summary>
    public const int StrangersPerSecond = 10;

    /// <summary>
    /// Fetches for agents of the catalogue, and as many for others whose keys were had before. Neither can be used up by strangers, nor the first by whoever
    /// had keys once and answers slowly ever after.
    /// </summary>
    const int KnownAtOnce = 8;

    const int KnownPerSecond = 20;

    /// <summary>Directories kept: of those that gave keys, and of those that gave none. Beyond it the one kept longest is forgotten.</summary>
    const int GoodMax = 1000;
    const int FailedMax = 4000;

    /// <summary>A key that the directory does not have is looked for again after this, since it may be new.</summary>
    static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>How long keys outlive their freshness while their server fails.</summary>
    static readonly TimeSpan StaleMax = TimeSpan.FromDays(7);

    readonly Lock changing = new();
    readonly BoundedTable<Entry> good = new(GoodMax);
    readonly BoundedTable<Entry> failed = new(FailedMax);
    readonly FetchBudget strangers = new(StrangersAtOnce, StrangersPerSecond, clock);
    readonly FetchBudget known = new(KnownAtOnce, KnownPerSecond, clock);
    readonly FetchBudget expected = new(KnownAtOnce, KnownPerSecond, clock);
    int waiting;

    sealed class Entry
    {
        public KeySet? Keys;
        public DateTimeOffset KeysFreshUntil;
        public DateTimeOffset QuietUntil;
        public string? Failure;
        public Task? Fetching;
    }

    /// <summary>Whether an agent that was never seen could be asked for its keys now.</summary>
    public bool HaveLeave => strangers.HasLeave();

    /// <summary>What is said of the directory of an agent that was not asked for.</summary>
    internal const string NotAskedFor = "was not asked for, since too many are; try again";

    /// <summary>The keys of an agent, or why they cannot be had now, to stand behind "its key directory".</summary>
    /// <param name="agent">Whose.</param>
    /// <param name="keyId">The key that is needed.</param>
    /// <param name="isExpected">Whether the agent is no stranger, though its keys may never have been had.</param>
    public async ValueTask<(KeySet? Keys, string? Failure)> FindAsync(SignatureAgent agent, string keyId, bool isExpected = false)
    {
        // Strangers' fetches may fail for want of a turn; that is no failure of an agent that has turns of its own.
        var name = isExpected ? $"expected {NameOf(agent)}" : NameOf(agent);
        Entry? entry;
        Task fetching;
        lock (changing)
        {
            entry = good.Find(name) ?? failed.Find(name);
            var now = clock.GetUtcNow();
            if (entry is { Fetching: null } && (now < entry.QuietUntil || (now < entry.KeysFreshUntil && entry.Keys?.Find(keyId) is not null)))
                return Answer(entry, now);
            if ((entry?.Fetching ?? Begin(agent, name, isExpected, ref entry)) is not { } begun)
                return entry?.Keys is null ? (null, NotAskedFor) : Answer(entry, now);
            if (waiting == WaitingMax)
                return Answer(entry!, now); // what is being fetched has an entry
            (waiting, fetching) = (waiting + 1, begun);
        }
        await fetching.WaitAsync(Wait, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (changing)
        {
            waiting--;
            return Answer(entry!, clock.GetUtcNow());
        }
    }

    /// <summary>
    /// What a directory is kept under. A card is not read as keys are, and in the spelling of its address that the signer gives, so it is kept apart under
    /// that: otherwise whoever asks for a directory as a card, or for a card by another spelling, would make it fail for its owner.
    /// </summary>
    static string NameOf(SignatureAgent agent) => agent.Type == SignatureAgentType.Card ? $"card {agent.FetchUrl.OriginalString}" : agent.FetchUrl.AbsoluteUri;

    static (KeySet?, string?) Answer(Entry entry, DateTimeOffset now) =>
        entry.Keys is { } keys && now < entry.KeysFreshUntil + StaleMax ? (keys, null) : (null, entry.Failure ?? "could not be had in time; try again");

    /// <summary>Begins a fetch where there is leave for one; null where there is not.</summary>
    Task? Begin(SignatureAgent agent, string name, bool isExpected, ref Entry? entry)
    {
        var budget = isExpected ? expected : entry?.Keys is not null ? known : strangers;
        if (!budget.TryTake())
            return null;
        if (entry is null)
            failed.Put(name, entry = new Entry());
        var begun = entry;
        return begun.Fetching = Task.Run(async () =>
        {
            var fetched = await fetch.GetAsync(agent, isKnown: budget != strangers);
            budget.Return();
            Settle(name, begun, fetched);
        });
    }

    void Settle(string name, Entry entry, FetchedKeys fetched)
    {
        lock (changing)
        {
            var now = clock.GetUtcNow();
            (entry.Fetching, entry.Failure) = (null, fetched.Failure);
            entry.QuietUntil = now + (fetched.Keys is null ? fetched.Fresh : LookAgainAfter);
            if (fetched.Keys is null)
                return;
            (entry.Keys, entry.KeysFreshUntil) = (fetched.Keys, now + fetched.Fresh);
            failed.Remove(name);
            if (good.Find(name) is null)
                good.Put(name, entry);
        }
    }
}
