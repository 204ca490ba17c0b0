using System.Data.Common;
using System.Text;
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
    /// <summary>Writes records under the numbers of their entries within the transaction that is open. Values stand in the order of <see cref="UsageRows.Columns"/>.</summary>
    public static void Write(DbConnection connection, IReadOnlyList<UsageEntry> entries, IReadOnlyList<long> numbers)
    {
        using var copy = ((NpgsqlConnection)connection).BeginBinaryImport($"COPY usage ({UsageRows.Columns}, seq, salt) FROM STDIN (FORMAT BINARY)");
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
            copy.Write(numbers[i], NpgsqlDbType.Bigint);
            copy.Write(entries[i].Salt, NpgsqlDbType.Bytea);
        }
        copy.Complete();
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
