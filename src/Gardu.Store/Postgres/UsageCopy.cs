using System.Data.Common;
using System.Text;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Store.Ledger;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Npgsql;
using NpgsqlTypes;

namespace Gardu.Store.Postgres;

/// <summary>The one hot statement: usage records into their table, by PostgreSQL's binary copy.</summary>
static class UsageCopy
{
    /// <summary>Draws so many numbers. One that is not used leaves a gap, as a transaction that is given up does.</summary>
    public const string Numbers = "SELECT nextval('fact_seq') FROM generate_series(1, @0)";

    /// <summary>Writes records under the numbers of their entries within the transaction that is open. Values stand in the order of <see cref="UsageRows.Columns"/>.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="entries">The records.</param>
    /// <param name="numbers">The numbers, as many at the least.</param>
    /// <param name="demands">What the charges of them are for, where they have charges; null for records without.</param>
    public static void Write(DbConnection connection, IReadOnlyList<UsageEntry> entries, IReadOnlyList<long> numbers, IReadOnlyList<ChargeDemand>? demands = null)
    {
        using var copy = ((NpgsqlConnection)connection).BeginBinaryImport($"COPY usage ({UsageRows.Columns}, seq, salt, charge_key, fingerprint) FROM STDIN (FORMAT BINARY)");
        for (var i = 0; i < entries.Count; i++)
        {
            var record = entries[i].Record;
            copy.StartRow();
            copy.Write(record.Id.Value.ToByteArray(bigEndian: true), NpgsqlDbType.Bytea);
            copy.Write(UsageRows.Micros(record.Time), NpgsqlDbType.Bigint);
            WriteText(copy, record.Site);
            WriteText(copy, record.Method);
            WriteText(copy, record.Path);
            copy.Write((short)record.Identity.Kind, NpgsqlDbType.Smallint);
            WriteText(copy, record.Identity.Agent);
            WriteText(copy, record.Identity.Operator);
            WriteText(copy, record.Identity.Purpose?.Name());
            WriteText(copy, record.Identity.Proof.Name());
            WriteText(copy, record.Address);
            WriteText(copy, record.Decision.Name());
            WriteText(copy, record.Rule);
            WriteText(copy, record.Reason);
            WriteText(copy, record.Mode.Name());
            WriteText(copy, record.TermsVersion);
            copy.Write((short)record.Status, NpgsqlDbType.Smallint);
            copy.Write(record.Bytes, NpgsqlDbType.Bigint);
            copy.Write((long)record.Duration.TotalMicroseconds, NpgsqlDbType.Bigint);
            WriteText(copy, record.Identity.Grounds?.Code);
            WriteText(copy, record.Identity.Detail);
            WriteText(copy, record.UserAgent);
            WriteText(copy, record.Identity.Licensee);
            WriteText(copy, record.Identity.Key);
            WriteCharge(copy, record.Charge);
            copy.Write(numbers[i], NpgsqlDbType.Bigint);
            copy.Write(entries[i].Salt, NpgsqlDbType.Bytea);
            WriteOctets(copy, demands?[i].Key);
            WriteOctets(copy, demands?[i].Fingerprint);
        }
        copy.Complete();
    }

    static void WriteCharge(NpgsqlBinaryImporter copy, Charge? charge)
    {
        for (var i = 0; charge is null && i < UsageRows.OfCharge; i++)
            copy.WriteNull();
        if (charge is null)
            return;
        copy.Write(charge.Amount.Micros, NpgsqlDbType.Bigint);
        WriteText(copy, charge.Amount.Currency);
        copy.Write(charge.Units, NpgsqlDbType.Bigint);
        WriteText(copy, charge.Unit.Plural());
        WriteText(copy, charge.Price?.ToString());
        WriteText(copy, charge.Source.Name());
        WriteText(copy, charge.Subscription);
        WriteText(copy, charge.Agreement);
    }

    static void WriteOctets(NpgsqlBinaryImporter copy, byte[]? octets)
    {
        if (octets is null)
            copy.WriteNull();
        else
            copy.Write(octets, NpgsqlDbType.Bytea);
    }

    static void WriteText(NpgsqlBinaryImporter copy, string? text)
    {
        if (text is null)
            copy.WriteNull();
        else
            copy.Write(Storable(text), NpgsqlDbType.Text);
    }

    /// <summary>A text as PostgreSQL takes it: no U+0000, and no half of a surrogate pair, which is what a cut may leave.</summary>
    static string Storable(string text) => !text.Contains('\0', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? text
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
}
