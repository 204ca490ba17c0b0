using System.Buffers;
using System.Text;
using CsCheck;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Statements;

namespace Gardu.Ledger.Tests.Statements;

public sealed class StatementTests
{
    const string File = """{"bytes":60,"filter":{"licensee":"lic_1"},"format":"gardu-statement/1","lines":[{"bytes":10,"decision":"allow","proof":"signed","purpose":"search","requests":1,"site":"a.example"},{"bytes":50,"decision":"refuse","proof":"claimed","purpose":"unknown","requests":2,"site":"a.example"}],"log":{"origin":"gardu.test/log1","root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","size":9},"requests":3}""" + "\n";

    static readonly Checkpoint Log = new("gardu.test/log1", 9, TreeHash.Empty);
    static readonly ExportFilter Filter = new() { Licensee = "lic_1" };

    static Statement? Parse(string text) => Statement.Parse(Encoding.UTF8.GetBytes(text));

    static Statement Counted(params UsagePayload[] usage)
    {
        var counter = new StatementCounter();
        Assert.All(usage, one => Assert.True(counter.Add(one)));
        return counter.ToStatement(Filter, Log);
    }

    static string Written(Statement statement)
    {
        var output = new ArrayBufferWriter<byte>();
        statement.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    static Statement Known() => Counted(new("a.example", "claimed", "refuse", 20), new("a.example", "signed", "allow", 10) { Purpose = "search" }, new("a.example", "claimed", "refuse", 30));

    [Fact]
    public void It_is_counted_written_and_read_as_documented()
    {
        Assert.Equal(File, Written(Known()));
        Assert.Equal(File, Written(Parse(File)!));
        Assert.StartsWith(Statement.Beginning, File, StringComparison.Ordinal);
        Assert.Empty(Parse(File)!.Against(Known()));
    }

    [Theory]
    [InlineData("statement/1", "statement/2")]
    [InlineData("\"requests\":3", "\"requests\":3.0")]
    [InlineData("\"requests\":3", "\"requests\":9007199254740992")]
    [InlineData("\"requests\":3", "\"requests\":3,\"z\":1")]
    [InlineData("\"purpose\":\"search\"", "\"purpose\":\"zzz\"")] // out of order
    [InlineData("\"purpose\":\"search\",", "")]
    [InlineData("[{", "[[],{")]
    [InlineData("gardu.test/log1", "gardu test")]
    [InlineData("\n", "")]
    [InlineData("\n", "\n\n")]
    public void What_is_no_statement(string part, string other)
    {
        Assert.Contains(part, File, StringComparison.Ordinal);
        Assert.Null(Parse(File.Replace(part, other, StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_other_number_is_named_with_both()
    {
        var said = Parse(File.Replace("\"requests\":2", "\"requests\":4", StringComparison.Ordinal).Replace("{\"bytes\":60", "{\"bytes\":61", StringComparison.Ordinal))!;
        Assert.Equal(
            [new("site a.example, purpose unknown, proof claimed, decision refuse", "requests", 4, 2), new("in all", "bytes", 61, 60)], said.Against(Known()));
        Assert.Equal([0L, 0], Counted().Against(Known()).Take(2).Select(difference => difference.Said));
        Assert.Equal([0L, 0], Known().Against(Counted()).Take(2).Select(difference => difference.Counted));
    }

    [Fact]
    public void Words_that_look_like_other_lines_stay_apart()
    {
        var counted = Counted(new("a", "claimed", "allow", 1) { Purpose = "x, proof claimed" }, new("a, purpose x", "claimed", "allow", 1) { Purpose = "claimed" });
        Assert.Equal(2, counted.Lines.Count);
        Assert.Empty(counted.Against(counted));
    }

    [Fact]
    public void What_no_number_of_json_can_hold_is_not_added()
    {
        var counter = new StatementCounter();
        Assert.True(counter.Add(new("a", "p", "d", (1L << 53) - 1)));
        Assert.False(counter.Add(new("a", "p", "d", 1)));
        Assert.True(counter.Add(new("a", "p", "d", 0)));
    }

    [Fact]
    public void Lines_have_a_limit()
    {
        var counter = new StatementCounter();
        for (var number = 0; number < Statement.LinesMax; number++)
            Assert.True(counter.Add(new($"{number}", "p", "d", 0)));
        Assert.False(counter.Add(new("other", "p", "d", 0)));
        Assert.True(counter.Add(new("0", "p", "d", 0)));
    }

    [Fact]
    public void The_order_of_usage_does_not_matter_and_what_is_written_is_read_back() =>
        Gen.Select(Gen.String, Gen.String, Gen.Int[0, 1000]).Array[0, 20].Sample(items =>
        {
            UsagePayload[] usage = [.. items.Select(item => new UsagePayload(Sound(item.Item1), Sound(item.Item2), "allow", item.Item3))];
            var text = Written(Counted(usage));
            Assert.Equal(text, Written(Counted([.. usage.Reverse()])));
            Assert.Equal(text, Written(Parse(text)!));
        }, iter: 1_000);

    /// <summary>As a text comes out of JSON: without halves of pairs.</summary>
    static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
