using System.Globalization;
using Gardu.Gate.Recording;

namespace Gardu.Gate.Tests;

/// <summary>A store in memory that can be made to fail.</summary>
sealed class MemoryStore : IUsageStore
{
    readonly Lock gate = new();
    readonly List<UsageRecord> records = [];
    readonly List<PeopleMinute> people = [];

    public volatile string? Failing;

    public IReadOnlyList<UsageRecord> Records
    {
        get
        {
            lock (gate)
                return [.. records];
        }
    }

    public long People
    {
        get
        {
            lock (gate)
                return people.Sum(minute => minute.Requests);
        }
    }

    public IReadOnlyList<PeopleMinute> Minutes
    {
        get
        {
            lock (gate)
                return [.. people];
        }
    }

    public long SizeBytes => 0;

    public void Commit(IReadOnlyList<UsageRecord> batch, IReadOnlyList<PeopleMinute> minutes)
    {
        if (Failing is { } why)
            throw new StoreException(why);
        lock (gate)
        {
            records.AddRange(batch);
            people.AddRange(minutes);
        }
    }

    public IReadOnlyList<(string Cursor, UsageRecord Record)>? Read(string after, int limit)
    {
        var seen = 0;
        if (after.Length > 0 && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out seen))
            return null;
        lock (gate)
            return [.. records.Skip(seen).Take(limit).Select((record, at) => ((seen + at + 1).ToString(CultureInfo.InvariantCulture), record))];
    }

    public bool Prune(DateTimeOffset before) => false;

    /// <summary>Waits until a record satisfies a condition.</summary>
    public async Task<UsageRecord> WaitFor(Func<UsageRecord, bool> condition)
    {
        UsageRecord? found = null;
        await Eventually.True(() => (found = Records.FirstOrDefault(condition)) is not null);
        return found!;
    }
}
