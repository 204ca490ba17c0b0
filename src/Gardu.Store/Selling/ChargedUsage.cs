using Gardu.Commerce.Plans;
using Gardu.Gate.Recording;
using Gardu.Terms.Values;

namespace Gardu.Store.Selling;

/// <summary>What a licensee was charged, added up; charges that were taken back are not in it.</summary>
/// <param name="Site">The site.</param>
/// <param name="Purpose">What for; null where that is not known.</param>
/// <param name="Unit">What was counted.</param>
/// <param name="Charges">How many charges.</param>
/// <param name="Units">How many units.</param>
/// <param name="Amount">How much.</param>
public sealed record ChargedUsage(string Site, string? Purpose, PriceUnit Unit, long Charges, long Units, Money Amount)
{
    /// <summary>Adds up by site, purpose, unit and currency. Throws <see cref="StoreException"/>.</summary>
    /// <param name="database">The database.</param>
    /// <param name="licensee">Whose.</param>
    /// <param name="from">From when on.</param>
    /// <param name="to">Until before when.</param>
    public static IReadOnlyList<ChargedUsage> Of(Database database, string licensee, DateTimeOffset from, DateTimeOffset to) => database.Guarded(Access.Report, connection => connection.Query(
        "SELECT site, purpose, unit, count(*), CAST(sum(units) AS bigint), CAST(sum(micros) AS bigint), currency FROM usage "
        + "WHERE licensee = @0 AND charge_key IS NOT NULL AND voided IS NULL AND time >= @1 AND time < @2 GROUP BY site, purpose, unit, currency ORDER BY site, purpose, unit, currency",
        row => new ChargedUsage(row.GetString(0), Rows.Text(row, 1), UnitNames.TryParse(row.GetString(2), out var unit) ? unit : throw new StoreException($"a charge of {licensee} has no readable unit", isCorrupt: true),
            row.GetInt64(3), row.GetInt64(4), new Money(row.GetInt64(5), row.GetString(6))),
        licensee, UsageRows.Micros(from), UsageRows.Micros(to)));

    /// <summary>Units of a plan's period that have been sold.</summary>
    public static long SoldOf(Database database, Subscription subscription, DateTimeOffset now) => database.Guarded(Access.Read, connection => connection.Query(
        "SELECT units FROM quota WHERE subscription = @0 AND period = @1", row => row.GetInt64(0), subscription.Id, UsageRows.Micros(subscription.PeriodAt(now).Start)) is [var units] ? units : 0);
}
