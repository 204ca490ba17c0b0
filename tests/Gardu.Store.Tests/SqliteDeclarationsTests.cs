using System.Security.Cryptography;
using Gardu.Gate.Declaring;
using Gardu.Gate.Recording;
using Gardu.Store.Sqlite;

namespace Gardu.Store.Tests;

public sealed class SqliteDeclarationsTests : IDisposable
{
    static readonly DateTimeOffset Day = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    readonly string folder = Directory.CreateTempSubdirectory("gardu-store").FullName;
    readonly SqliteDeclarations history;

    public SqliteDeclarationsTests()
    {
        SqliteStore.Open(folder).Dispose();
        history = new SqliteDeclarations(folder);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    Declaration Add(int minute, string name, byte[]? bytes)
    {
        var declaration = new Declaration(Day.AddMinutes(minute), "news.example", name, bytes is null ? null : Convert.ToHexStringLower(SHA256.HashData(bytes)));
        history.Add(declaration, bytes);
        return declaration;
    }

    [Fact]
    public void Each_change_is_read_back_with_its_bytes_by_whoever_opens_it_next()
    {
        byte[] first = [.. RandomNumberGenerator.GetBytes(5_000), .. new byte[50_000]];
        Declaration[] changes = [Add(0, "terms", [1]), Add(1, "https://news.example/robots.txt", first), Add(2, "terms", [2]), Add(3, "terms", [1]), Add(4, "https://news.example/robots.txt", null)];
        var again = new SqliteDeclarations(folder);
        Assert.Equal(changes, again.All());
        Assert.Equal([changes[3], changes[4]], again.Latest());
        Assert.Equal(first, again.Read(changes[1].Hash!));
        Assert.Equal([1], again.Read(changes[3].Hash!)!);
        Assert.Null(again.Read(new string('0', 64)));
    }

    [Fact]
    public void A_backup_holds_the_history_and_a_record_pruned_of_all_requests_keeps_it()
    {
        var change = Add(0, "terms", [1]);
        using (var store = SqliteStore.Open(folder))
            store.Prune(Day.AddYears(1));
        var copy = Directory.CreateDirectory(Path.Combine(folder, "copy")).FullName;
        SqliteStore.Backup(folder, SqliteStore.PathIn(copy));
        Assert.Equal([change], new SqliteDeclarations(copy).All());
    }

    [Fact]
    public void Where_there_is_no_store_it_says_so() =>
        Assert.Contains("there is no record in", Assert.Throws<StoreException>(() => new SqliteDeclarations(Path.Combine(folder, "none")).All()).Message, StringComparison.Ordinal);
}
