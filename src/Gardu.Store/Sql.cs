using System.Data.Common;
using System.Globalization;

namespace Gardu.Store;

/// <summary>Statements with values for their <c>@0</c>, <c>@1</c> and so on, names that both databases take.</summary>
static class Sql
{
    /// <summary>Runs statements that return nothing; returns how many rows they changed.</summary>
    public static int Execute(this DbConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a query and reads every row of its answer.</summary>
    public static IReadOnlyList<T> Query<T>(this DbConnection connection, string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        using var query = connection.Command(sql, values);
        using var rows = query.ExecuteReader();
        var found = new List<T>();
        while (rows.Read())
            found.Add(read(rows));
        return found;
    }

    /// <summary>Runs a query for one value, which is there.</summary>
    public static T Scalar<T>(this DbConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        using var query = connection.Command(sql, values);
        return (T)query.ExecuteScalar()!; // the queries asked this way always have a row
    }

    /// <summary>A command, for whoever reads its rows one by one.</summary>
    public static DbCommand Command(this DbConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text that comes here is a constant or a migration of this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(Named(command.CreateParameter(), i, values[i]));
        return command;
    }

    /// <summary>Adds a statement to those that go to the server together; each sees what those before it did.</summary>
    public static void Add(this DbBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = batch.CreateBatchCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values.Length; i++)
            command.Parameters.Add(Named(command.CreateParameter(), i, values[i]));
        batch.BatchCommands.Add(command);
    }

    static DbParameter Named(DbParameter parameter, int number, object? value)
    {
        parameter.ParameterName = Mark(number);
        parameter.Value = value ?? DBNull.Value;
        return parameter;
    }

    /// <summary>The marks of so many values, with commas between, the first of them under a number.</summary>
    public static string Marks(int count, int first = 0) => string.Join(", ", Enumerable.Range(first, count).Select(Mark));

    static string Mark(int number) => "@" + number.ToString(CultureInfo.InvariantCulture);
}
