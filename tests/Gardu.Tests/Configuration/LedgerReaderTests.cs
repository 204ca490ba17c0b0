using System.Collections;
using Gardu.Configuration;
using Gardu.Gate.Ledger;

namespace Gardu.Tests.Configuration;

public sealed class LedgerReaderTests
{
    const string Key = "witness.gardu.test/w1+8959c6f3+BHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk";
    const string LogKey = "gardu.test/log1+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

    static GarduConfiguration? Read(string ledger, out string[] problems)
    {
        var read = new ConfigurationFile { Path = "/gardu.yaml", Text = $"sites: [{{host: a.example, origin: \"http://127.0.0.1:9\"}}]\nledger: {ledger}\n" }.Load(new Hashtable(), out var found);
        problems = [.. found.Select(problem => problem.Message)];
        return read;
    }

    [Fact]
    public void All_of_it_is_read()
    {
        var read = Read($"{{access: public, origin: a.example/log, witnesses: [{{url: 'https://w.example/x', key: {Key}}}]}}", out var problems);
        Assert.Empty(problems);
        Assert.Equal((LedgerAccess.Public, "a.example/log"), (read!.Ledger.Access, read.Ledger.Origin));
        var witness = Assert.Single(read.Ledger.Witnesses);
        Assert.Equal(("https://w.example/x/", Key), (witness.Url.AbsoluteUri, witness.Key.ToString()));
        Assert.Equal(LedgerAccess.Off, Read("{access: \"off\"}", out _)!.Ledger.Access);
    }

    [Theory]
    [InlineData("{access: everybody}", "everybody")]
    [InlineData("{acess: public}", "did you mean \"access\"")]
    [InlineData("{origin: 'https://a.example/log'}", "not the name of a log")]
    [InlineData("{origin: 'a+b'}", "not the name of a log")]
    [InlineData("{witnesses: [{url: 'https://w.example'}]}", "key")]
    [InlineData("{witnesses: [{url: w.example, key: " + Key + "}]}", "not the address of a witness")]
    [InlineData("{witnesses: [{url: 'https://w.example', key: " + LogKey + "}]}", "not the key of a witness")]
    [InlineData("{witnesses: [{url: 'https://w.example', key: x}]}", "not the key of a witness")]
    [InlineData("{witnesses: [{url: 'https://w.example', key: " + Key + "}, {url: 'https://v.example', key: " + Key + "}]}", "named twice")]
    public void What_cannot_be_meant_is_told(string ledger, string says)
    {
        Assert.Null(Read(ledger, out var problems));
        Assert.Contains(problems, problem => problem.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_stands_over_the_file_changes_its_hash()
    {
        string HashOf(string? port, string? flag) => new ConfigurationFile
        {
            Path = "/gardu.yaml",
            Text = "sites: [{host: a.example, origin: \"http://127.0.0.1:9\"}]\n",
            Flags = flag is null ? [] : [(["data"], flag, "--data")],
        }.Load(port is null ? new Hashtable() : new Hashtable { ["GARDU__LISTEN"] = port }, out _)!.Hash;
        string[] hashes = [HashOf(null, null), HashOf("http://127.0.0.1:1", null), HashOf(null, "x"), HashOf("http://127.0.0.1:2", null)];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], HashOf(null, null));
        Assert.All(hashes, hash => Assert.Equal(64, hash.Length));
    }
}
