using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Store.Tests.Conformance;

/// <summary>What every store does, whichever database it is in. Each test has an empty database of its own.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    protected static readonly DateTimeOffset Day = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    protected static readonly IReadOnlyDictionary<string, long> NoReferrals = new Dictionary<string, long>();

    readonly List<UsageStore> opened = [];

    /// <summary>A scratch folder.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("gardu-store").FullName;

    /// <summary>The database of this test, with nothing in it yet.</summary>
    private protected Database Database { get; private set; } = null!; // before any test

    private protected abstract Task<Database> New();

    public async ValueTask InitializeAsync()
    {
        try
        {
            Database = await New();
        }
        catch
        {
            await DisposeAsync(); // which nobody else does for a test that is skipped here
            throw;
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        foreach (var store in opened)
            store.Dispose();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the database as a gate does; closed behind the test.</summary>
    private protected UsageStore Open()
    {
        var store = Database.OpenStore();
        lock (opened)
            opened.Add(store);
        return store;
    }

    protected static UsageRecord Record(int number, DateTimeOffset? time = null) => new()
    {
        Id = RequestId.New(Day.AddSeconds(number)),
        Time = time ?? Day.AddSeconds(number),
        Site = "news.example",
        Method = "GET",
        Path = $"/article/{number}?q=é\"'",
        Identity = number % 2 == 0
            ? new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Address)
            : AgentIdentity.UnknownMachine("curl"),
        Address = "192.0.2.0/24",
        Decision = (Verdict)(number % 4),
        Rule = number % 3 == 0 ? null : "/ ai-train",
        Reason = "refused-by-terms",
        Mode = (Mode)(number % 3),
        TermsVersion = "abc",
        Status = 403,
        Bytes = number,
        Duration = TimeSpan.FromMicroseconds(number),
    };

    private protected static IEnumerable<UsageRecord> Records(UsageStore store) => Rows(store, "", 10_000).Select(row => row.Record);

    private protected static IReadOnlyList<(string Cursor, UsageRecord Record)> Rows(UsageStore store, string after, int limit)
    {
        var rows = store.Read(after, limit);
        Assert.NotNull(rows);
        return rows;
    }

    private protected long Count(string table) => Database.Guarded(Access.Read, connection => connection.Scalar<long>($"SELECT count(*) FROM {table}"));

    /// <summary>Everything on record of people: site, requests, bytes, suspected; and operator and visitors.</summary>
    private protected (string[] People, string[] Referrals) Counted() => Database.Guarded(Access.Read, connection => (
        connection.Query("SELECT site, requests, bytes, suspected FROM people ORDER BY minute, site", row => $"{row.GetString(0)} {row.GetInt64(1)} {row.GetInt64(2)} {row.GetInt64(3)}").ToArray(),
        connection.Query("SELECT operator, visitors FROM referral ORDER BY minute, site, operator", row => $"{row.GetString(0)} {row.GetInt64(1)}").ToArray()));
}
