using System.Text;
using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gardu.Store.Sqlite;

/// <summary>
/// The one hot statement: a usage record into its table. Bound through SQLite's own interface, since a parameter object
/// for each of 24 columns costs more than the insert itself. Neighbouring records have most words in common, and a value
/// stays bound from one row to the next.
/// </summary>
sealed class UsageInsert : IDisposable
{
    const int StackBytesMax = 512;

    readonly sqlite3 database;
    readonly sqlite3_stmt statement;
    readonly string?[] bound;

    public UsageInsert(SqliteConnection connection)
    {
        database = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        bound = new string?[UsageRows.Count + 1];
        var marks = string.Join(", ", Enumerable.Repeat("?", UsageRows.Count));
        Expect(raw.SQLITE_OK, raw.sqlite3_prepare_v3(database, $"INSERT INTO usage ({UsageRows.Columns}) VALUES ({marks})", raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <summary>Inserts a record; throws <see cref="SqliteException"/>. Positions are those of <see cref="UsageRows.Columns"/>.</summary>
    public void Run(UsageRecord record)
    {
        Span<byte> id = stackalloc byte[16];
        record.Id.Value.TryWriteBytes(id, bigEndian: true, out _);
        raw.sqlite3_bind_blob(statement, 1, id);
        raw.sqlite3_bind_int64(statement, 2, UsageRows.Micros(record.Time));
        BindText(3, record.Site);
        BindText(4, record.Method);
        BindText(5, record.Path);
        raw.sqlite3_bind_int(statement, 6, (int)record.Identity.Kind);
        BindText(7, record.Identity.Agent);
        BindText(8, record.Identity.Operator);
        BindText(9, record.Identity.Purpose?.Name());
        BindText(10, record.Identity.Proof.Name());
        BindText(11, record.Address);
        BindText(12, record.Decision.Name());
        BindText(13, record.Rule);
        BindText(14, record.Reason);
        BindText(15, record.Mode.Name());
        BindText(16, record.TermsVersion);
        raw.sqlite3_bind_int(statement, 17, record.Status);
        raw.sqlite3_bind_int64(statement, 18, record.Bytes);
        raw.sqlite3_bind_int64(statement, 19, (long)record.Duration.TotalMicroseconds);
        BindText(20, record.Identity.Grounds?.Code);
        BindText(21, record.Identity.Detail);
        BindText(22, record.UserAgent);
        BindText(23, record.Identity.Licensee);
        BindText(24, record.Identity.Key);
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        Expect(raw.SQLITE_DONE, result);
    }

    public void Dispose() => statement.Dispose();

    void BindText(int position, string? text)
    {
        if (bound[position] == text)
            return;
        bound[position] = text;
        if (text is null)
        {
            raw.sqlite3_bind_null(statement, position);
            return;
        }
        if (text.Length is 0 or > StackBytesMax / 3)
        {
            raw.sqlite3_bind_text(statement, position, text);
            return;
        }
        Span<byte> utf8 = stackalloc byte[StackBytesMax];
        raw.sqlite3_bind_text(statement, position, utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
    }

    void Expect(int expected, int result)
    {
        if (result != expected)
            throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), result & 0xFF, result);
    }
}
