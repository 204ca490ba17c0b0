using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gardu.Store.Sqlite;

/// <summary>
/// A statement that runs once for every row, bound through SQLite's own interface: a parameter object for each column costs more than the
/// insert itself. Neighbouring rows have most words in common, and a text stays bound from one row to the next.
/// </summary>
sealed class RawStatement : IDisposable
{
    const int StackBytesMax = 512;

    readonly sqlite3 database;
    readonly sqlite3_stmt statement;
    readonly string?[] bound;

    /// <summary>Prepares an insert of all columns that are named.</summary>
    public RawStatement(SqliteConnection connection, string table, string columns)
    {
        database = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        var count = columns.Split(',').Length;
        bound = new string?[count + 1];
        var marks = string.Join(", ", Enumerable.Repeat("?", count));
        Expect(raw.SQLITE_OK, raw.sqlite3_prepare_v3(database, $"INSERT INTO {table} ({columns}) VALUES ({marks})", raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <summary>Binds a number; positions count from 1.</summary>
    public void Bind(int position, long value) => raw.sqlite3_bind_int64(statement, position, value);

    /// <summary>Binds octets.</summary>
    public void Bind(int position, ReadOnlySpan<byte> value) => raw.sqlite3_bind_blob(statement, position, value);

    /// <summary>Binds octets, or nothing.</summary>
    public void BindOrNothing(int position, byte[]? value)
    {
        if (value is null)
            raw.sqlite3_bind_null(statement, position);
        else
            Bind(position, value);
    }

    /// <summary>Binds a text, or nothing.</summary>
    public void Bind(int position, string? text)
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

    /// <summary>Inserts what is bound and returns the number of its row; throws <see cref="SqliteException"/>.</summary>
    public long Run()
    {
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        Expect(raw.SQLITE_DONE, result);
        return raw.sqlite3_last_insert_rowid(database);
    }

    public void Dispose() => statement.Dispose();

    void Expect(int expected, int result)
    {
        if (result != expected)
            throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), result & 0xFF, result);
    }
}
