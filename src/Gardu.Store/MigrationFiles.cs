namespace Gardu.Store;

/// <summary>
/// The numbered files that make a database's schema, forward only; one that was released is never changed. A file's number is its
/// place in the order of their names.
/// </summary>
static class MigrationFiles
{
    /// <summary>All files of a database: <c>Sqlite</c> or <c>Postgres</c>.</summary>
    public static IReadOnlyList<(int Number, string Text)> Of(string database) =>
        [.. typeof(MigrationFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(database + "/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select((name, at) => (at + 1, Read(name)))];

    static string Read(string resource)
    {
        using var stream = typeof(MigrationFiles).Assembly.GetManifestResourceStream(resource)!; // it has just been named
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
