using Microsoft.Data.Sqlite;

namespace Gardu.Faults;

/// <summary>The database as somebody sees it who has nothing but SQLite.</summary>
static class StoreFile
{
    /// <summary>The verdict of SQLite's own check of everything.</summary>
    public static string Integrity(string path) => Ask(path, "PRAGMA integrity_check").Single();

    /// <summary>The names of all records in their order, as <c>Gardu-Request</c> writes them.</summary>
    public static IReadOnlyList<string> Requests(string path) => Ask(path, "SELECT 'req_' || lower(hex(id)) FROM usage ORDER BY seq");

    static List<string> Ask(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The two constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var values = new List<string>();
        while (rows.Read())
            values.Add(rows.GetString(0));
        return values;
    }
}
