using System.Data.Common;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Plans;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Store.Ledger;

namespace Gardu.Store.Selling;

/// <summary>Plans, each version of each, and who has them. Every method throws <see cref="StoreException"/> where the database cannot be had.</summary>
public sealed class Plans(Database database)
{
    const string SelectVersions = "SELECT name, version, definition, added FROM plan";

    /// <summary>The last version of each plan, by name.</summary>
    public IReadOnlyList<PlanVersion> Last() => [.. All().GroupBy(version => version.Plan.Name).Select(versions => versions.MaxBy(version => version.Number)!)];

    /// <summary>Every version of every plan, by name and number.</summary>
    public IReadOnlyList<PlanVersion> All() => database.Guarded(Access.Read, connection => connection.Query($"{SelectVersions} ORDER BY name, version", ReadVersion));

    /// <summary>Puts plans on record as they are defined now: each that is defined otherwise than its last version becomes a new one. What somebody has stays what it was.</summary>
    public void Note(IEnumerable<Plan> plans, DateTimeOffset now) => Revision.Change(database, connection =>
    {
        foreach (var plan in plans)
            Note(connection, plan, now);
    });

    /// <summary>Gives a licensee a plan and takes its fee, or changes nothing: two that do this at the same time neither take it twice nor replace the same plan.</summary>
    /// <param name="licensee">Who.</param>
    /// <param name="subscription">The plan; its version is on record.</param>
    /// <param name="replaced">What it takes the place of, as that is; it ends where this begins. Null for nothing.</param>
    /// <param name="fee">The fee of the period that begins; null for none.</param>
    /// <param name="now">When.</param>
    public AssignResult Assign(string licensee, Subscription subscription, Subscription? replaced, Posting? fee, DateTimeOffset now)
    {
        var result = AssignResult.Assigned;
        Revision.Change(database, connection => (result = Assign(connection, licensee, subscription, replaced, fee, now)) == AssignResult.Assigned);
        return result;
    }

    static AssignResult Assign(DbConnection connection, string licensee, Subscription subscription, Subscription? replaced, Posting? fee, DateTimeOffset now)
    {
        if (connection.Scalar<long>("SELECT count(*) FROM subscription WHERE licensee = @0 AND plan = @1 AND version = @2 AND ends IS NULL", licensee, subscription.Plan.Name, (long)subscription.Version) > 0
            || (replaced is not null && connection.Scalar<long>("SELECT count(*) FROM subscription WHERE id = @0 AND coalesce(ends, -1) = @1", replaced.Id, replaced.End is { } end ? UsageRows.Micros(end) : -1L) == 0))
            return AssignResult.Changed;
        if (fee is not null && Balances.Post(connection, fee, withinFloor: true) is null)
            return AssignResult.NotPaid;
        connection.Execute("INSERT INTO subscription (id, licensee, plan, version, starts, ends) VALUES (@0, @1, @2, @3, @4, @5)",
            subscription.Id, licensee, subscription.Plan.Name, (long)subscription.Version, UsageRows.Micros(subscription.Start), Rows.Micros(subscription.End));
        new NewEntry(EntryKind.Subscription, now, Payloads.Of(licensee, subscription, "assigned"), Licensee: licensee).Enter(connection);
        if (replaced is not null)
            End(connection, licensee, replaced with { End = subscription.Start }, now);
        return AssignResult.Assigned;
    }

    /// <summary>Ends a licensee's plan at the end that it has got.</summary>
    public void End(string licensee, Subscription subscription, DateTimeOffset now) => Revision.Change(database, connection => End(connection, licensee, subscription, now));

    static void End(DbConnection connection, string licensee, Subscription subscription, DateTimeOffset now)
    {
        connection.Execute("UPDATE subscription SET ends = @1 WHERE id = @0", subscription.Id, Rows.Micros(subscription.End));
        new NewEntry(EntryKind.Subscription, now, Payloads.Of(licensee, subscription, "ends"), Licensee: licensee).Enter(connection);
    }

    static void Note(DbConnection connection, Plan plan, DateTimeOffset now)
    {
        var text = PlanText.Write(plan);
        var last = connection.Query($"{SelectVersions} WHERE name = @0 ORDER BY version DESC LIMIT 1", row => (Number: (int)row.GetInt64(1), Text: (byte[])row.GetValue(2)), plan.Name);
        if (last is [var known] && known.Text.AsSpan().SequenceEqual(text))
            return;
        connection.Execute("INSERT INTO plan (name, version, definition, added) VALUES (@0, @1, @2, @3) ON CONFLICT DO NOTHING", plan.Name, last is [var before] ? before.Number + 1L : 1L, text, UsageRows.Micros(now));
    }

    /// <summary>Subscriptions of all licensees, the first assigned first.</summary>
    internal static ILookup<string, Subscription> Subscriptions(DbConnection connection) => connection.Query(
        "SELECT s.licensee, s.id, s.starts, s.ends, p.name, p.version, p.definition, p.added FROM subscription s JOIN plan p ON p.name = s.plan AND p.version = s.version ORDER BY s.id",
        row => (Licensee: row.GetString(0), Subscription: new Subscription
        {
            Id = row.GetString(1),
            Plan = ReadVersion(row, 4).Plan,
            Version = ReadVersion(row, 4).Number,
            Start = UsageRows.Time(row.GetInt64(2)),
            End = Rows.Time(row, 3),
        })).ToLookup(pair => pair.Licensee, pair => pair.Subscription);

    static PlanVersion ReadVersion(DbDataReader row) => ReadVersion(row, 0);

    static PlanVersion ReadVersion(DbDataReader row, int at) => new(
        PlanText.Read(row.GetString(at), (byte[])row.GetValue(at + 2)) ?? throw new StoreException($"plan {row.GetString(at)} cannot be read", isCorrupt: true),
        (int)row.GetInt64(at + 1), UsageRows.Time(row.GetInt64(at + 3)));
}

/// <summary>What came of giving a plan.</summary>
public enum AssignResult : byte
{
    /// <summary>The licensee has it.</summary>
    Assigned,

    /// <summary>The credit does not suffice for its fee.</summary>
    NotPaid,

    /// <summary>The licensee has it already, or no longer what it was to replace.</summary>
    Changed,
}

/// <summary>A plan as it was defined at some time.</summary>
/// <param name="Plan">The definition.</param>
/// <param name="Number">1 for the first under its name.</param>
/// <param name="Added">Since when, UTC.</param>
public sealed record PlanVersion(Plan Plan, int Number, DateTimeOffset Added);
