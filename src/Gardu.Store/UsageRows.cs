using System.Data.Common;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Store;

/// <summary>Usage records read from rows; <c>Sqlite/UsageInsert.cs</c> and <c>Postgres/UsageCopy.cs</c> write them.</summary>
static class UsageRows
{
    /// <summary>All columns of a record, in the order in which they are written and read.</summary>
    public const string Columns =
        "id, time, site, method, path, kind, agent, operator, purpose, proof, address, decision, rule, reason, mode, terms, status, bytes, duration, grounds, detail, user_agent, licensee, key, micros, currency, units, unit, price, price_by, subscription, agreement";

    /// <summary>How many of them, behind all others, are of a charge: NULL where there is none.</summary>
    public const int OfCharge = 8;

    /// <summary>The same with a table's name before each.</summary>
    public static string ColumnsOf(string table) => string.Join(", ", Columns.Split(", ").Select(column => $"{table}.{column}"));

    /// <summary>How many they are; what a query asks for besides stands behind them.</summary>
    public static int Count { get; } = Columns.Split(',').Length;

    /// <summary>Reads a row that begins with <see cref="Columns"/>.</summary>
    public static UsageRecord Read(DbDataReader row)
    {
        var id = new RequestId(new Guid((byte[])row.GetValue(0), bigEndian: true));
        StoreException Unreadable(string column, int at) => new($"the record of {id} has no readable {column} (\"{row.GetString(at)}\")", isCorrupt: true);
        Purpose? purpose = row.IsDBNull(8) ? null : PurposeNames.TryParse(row.GetString(8), out var known) ? known : throw Unreadable("purpose", 8);
        if (!ProofNames.TryParse(row.GetString(9), out var proof))
            throw Unreadable("proof", 9);
        if (!VerdictNames.TryParse(row.GetString(11), out var decision))
            throw Unreadable("decision", 11);
        if (!SiteTermsReader.TryParseMode(row.GetString(14), out var mode))
            throw Unreadable("mode", 14);
        return new UsageRecord
        {
            Id = id,
            Time = Time(row.GetInt64(1)),
            Site = row.GetString(2),
            Method = row.GetString(3),
            Path = row.GetString(4),
            Identity = new AgentIdentity((RequesterKind)row.GetInt64(5), row.GetString(6), Text(row, 7), purpose, proof, Text(row, 19) is { } grounds ? ReasonCodes.Find(grounds) : null)
            {
                Detail = Text(row, 20),
                Licensee = Text(row, 22),
                Key = Text(row, 23),
            },
            UserAgent = Text(row, 21),
            Address = row.GetString(10),
            Decision = decision,
            Rule = Text(row, 12),
            Reason = row.GetString(13),
            Mode = mode,
            TermsVersion = row.GetString(15),
            Status = (int)row.GetInt64(16),
            Bytes = row.GetInt64(17),
            Duration = TimeSpan.FromMicroseconds(row.GetInt64(18)),
            Charge = row.IsDBNull(24) ? null : ReadCharge(row, Unreadable),
        };
    }

    /// <summary>Reads the same with what became of its charge, which stands in a column <c>voided</c> of its own.</summary>
    public static UsageRecord ReadAsItStands(DbDataReader row, int voided)
    {
        var record = Read(row);
        return record.Charge is not { } charge || row.IsDBNull(voided) ? record : record with { Charge = charge with { Voided = Time(row.GetInt64(voided)) } };
    }

    static Charge ReadCharge(DbDataReader row, Func<string, int, StoreException> unreadable)
    {
        if (!UnitNames.TryParse(row.GetString(27), out var unit))
            throw unreadable("unit", 27);
        Price? price = null;
        if (Text(row, 28) is { } written && !Price.TryParse(written, out price, out _))
            throw unreadable("price", 28);
        return SourceNames.TryParse(row.GetString(29), out var source)
            ? new Charge(new Money(row.GetInt64(24), row.GetString(25)), row.GetInt64(26), unit, price, source, Text(row, 30), Text(row, 31))
            : throw unreadable("price_by", 29);
    }

    /// <summary>Microseconds since 1970.</summary>
    public static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The time of microseconds since 1970.</summary>
    public static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);
}
