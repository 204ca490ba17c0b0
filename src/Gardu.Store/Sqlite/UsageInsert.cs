using Gardu.Commerce.Charging;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>The hottest statement: a usage record into its table.</summary>
sealed class UsageInsert(SqliteConnection connection) : IDisposable
{
    readonly RawStatement statement = new(connection, "usage", $"{UsageRows.Columns}, seq, salt, charge_key, fingerprint");

    /// <summary>Inserts a record without a charge under the number of its entry; throws <see cref="SqliteException"/>.</summary>
    public void Run(UsageRecord record, long number, ReadOnlySpan<byte> salt)
    {
        Bind(record, number, salt); // what is of a charge is bound to nothing by itself
        statement.Run();
    }

    /// <summary>Inserts a record with its charge; one statement is used for records of the one kind or of the other.</summary>
    public void Run(UsageRecord record, long number, ReadOnlySpan<byte> salt, Charge charge, ChargeDemand demand)
    {
        Bind(record, number, salt);
        statement.Bind(25, charge.Amount.Micros);
        statement.Bind(26, charge.Amount.Currency);
        statement.Bind(27, charge.Units);
        statement.Bind(28, charge.Unit.Plural());
        statement.Bind(29, charge.Price?.ToString());
        statement.Bind(30, charge.Source.Name());
        statement.Bind(31, charge.Subscription);
        statement.Bind(32, charge.Agreement);
        statement.Bind(UsageRows.Count + 3, demand.Key);
        statement.BindOrNothing(UsageRows.Count + 4, demand.Fingerprint);
        statement.Run();
    }

    /// <summary>Positions are those of <see cref="UsageRows.Columns"/>.</summary>
    void Bind(UsageRecord record, long number, ReadOnlySpan<byte> salt)
    {
        Span<byte> id = stackalloc byte[16];
        record.Id.Value.TryWriteBytes(id, bigEndian: true, out _);
        statement.Bind(1, id);
        statement.Bind(2, UsageRows.Micros(record.Time));
        statement.Bind(3, record.Site);
        statement.Bind(4, record.Method);
        statement.Bind(5, record.Path);
        statement.Bind(6, (long)record.Identity.Kind);
        statement.Bind(7, record.Identity.Agent);
        statement.Bind(8, record.Identity.Operator);
        statement.Bind(9, record.Identity.Purpose?.Name());
        statement.Bind(10, record.Identity.Proof.Name());
        statement.Bind(11, record.Address);
        statement.Bind(12, record.Decision.Name());
        statement.Bind(13, record.Rule);
        statement.Bind(14, record.Reason);
        statement.Bind(15, record.Mode.Name());
        statement.Bind(16, record.TermsVersion);
        statement.Bind(17, record.Status);
        statement.Bind(18, record.Bytes);
        statement.Bind(19, (long)record.Duration.TotalMicroseconds);
        statement.Bind(20, record.Identity.Grounds?.Code);
        statement.Bind(21, record.Identity.Detail);
        statement.Bind(22, record.UserAgent);
        statement.Bind(23, record.Identity.Licensee);
        statement.Bind(24, record.Identity.Key);
        statement.Bind(UsageRows.Count + 1, number);
        statement.Bind(UsageRows.Count + 2, salt);
    }

    public void Dispose() => statement.Dispose();
}
