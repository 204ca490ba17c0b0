using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gardu.Store.Sqlite;

/// <summary>A query for one row that runs many times, as <see cref="RawStatement"/>.</summary>
sealed class RawQuery : IDisposable
{
    readonly sqlite3 database;
    readonly sqlite3_stmt statement;

    /// <summary>Prepares it; values stand for its question marks.</summary>
    public RawQuery(SqliteConnection connection, string sql)
    {
        database = connection.Handle ?? throw new InvalidOperationException("the connection is not open");
        Expect(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement), raw.SQLITE_OK);
    }

    /// <summary>Binds a text; positions count from 1. Whatever was read before is gone.</summary>
    public RawQuery Bind(int position, string text)
    {
        raw.sqlite3_reset(statement);
        raw.sqlite3_bind_text(statement, position, text);
        return this;
    }

    /// <summary>Binds octets.</summary>
    public RawQuery Bind(int position, ReadOnlySpan<byte> octets)
    {
        raw.sqlite3_bind_blob(statement, position, octets);
        return this;
    }

    /// <summary>Binds a number.</summary>
    public RawQuery Bind(int position, long number)
    {
        raw.sqlite3_bind_int64(statement, position, number);
        return this;
    }

    /// <summary>Reads the row; false where there is none. Throws <see cref="SqliteException"/>.</summary>
    public bool Read()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
            return true;
        Reset();
        Expect(result, raw.SQLITE_DONE);
        return false;
    }

    /// <summary>A number of the row; columns count from 0.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>Octets of the row, until the next is read.</summary>
    public ReadOnlySpan<byte> Octets(int column) => raw.sqlite3_column_blob(statement, column);

    /// <summary>Whether a column of the row has no value.</summary>
    public bool IsNothing(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Lets go of the row.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public void Dispose() => statement.Dispose();

    void Expect(int result, int expected)
    {
        if (result != expected)
            throw new SqliteException(raw.sqlite3_errmsg(database).utf8_to_string(), result & 0xFF, result);
    }
}
