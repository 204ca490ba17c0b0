using System.Security.Cryptography;
using Gardu.Gate.Declaring;

namespace Gardu.Store.Tests.Conformance;

public abstract partial class StoreConformance
{
    Declaration Add(int minute, string name, byte[]? bytes)
    {
        var declaration = new Declaration(Day.AddMinutes(minute), "news.example", name, bytes is null ? null : Convert.ToHexStringLower(SHA256.HashData(bytes)));
        new Declarations(Database).Add(declaration, bytes);
        return declaration;
    }

    [Fact]
    public void Each_change_is_read_back_with_its_bytes_by_whoever_opens_it_next()
    {
        Open();
        byte[] first = [.. RandomNumberGenerator.GetBytes(5_000), .. new byte[50_000]];
        Declaration[] changes = [Add(0, "terms", [1]), Add(1, "https://news.example/robots.txt", first), Add(2, "terms", [2]), Add(3, "terms", [1]), Add(4, "https://news.example/robots.txt", null)];
        var again = new Declarations(Database);
        Assert.Equal(changes, again.All());
        Assert.Equal([changes[3], changes[4]], again.Latest());
        Assert.Equal(first, again.Read(changes[1].Hash!));
        Assert.Equal([1], again.Read(changes[3].Hash!)!);
        Assert.Null(again.Read(new string('0', 64)));
    }

    [Fact]
    public void The_history_outlives_every_record()
    {
        var store = Open();
        var change = Add(0, "terms", [1]);
        store.Prune(Day.AddYears(1));
        Assert.Equal([change], new Declarations(Database).All());
    }
}
