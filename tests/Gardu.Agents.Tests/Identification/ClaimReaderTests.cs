using CsCheck;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Identification;
using Gardu.Terms.Identities;
using Gardu.Testing;

namespace Gardu.Agents.Tests.Identification;

public sealed class ClaimReaderTests
{
    static readonly ClaimReader Reader = new(AgentCatalogue.BuiltIn);

    public static TheoryData<string, string> Agents => Rows("agents.tsv");
    public static TheoryData<string, string> Browsers => Rows("browsers.tsv");
    public static TheoryData<string, string> Machines => Rows("machines.tsv");

    [Theory]
    [MemberData(nameof(Agents))]
    public void A_known_agent_is_known_by_its_user_agent(string token, string userAgent)
    {
        var claim = Reader.Read(userAgent);
        Assert.Equal((token, token, false), (claim.Agent?.Token, claim.Name, claim.IsBrowser));
    }

    [Theory]
    [MemberData(nameof(Browsers))]
    public void A_browser_is_a_person(string what, string userAgent)
    {
        var claim = Reader.Read(userAgent);
        Assert.True(claim.IsBrowser, $"{what} is taken for {claim.Name}");
        Assert.Same(AgentIdentity.Person, claim.Unproven);
    }

    [Theory]
    [MemberData(nameof(Machines))]
    [InlineData("(empty)", "")]
    [InlineData("(empty)", "-")]
    [InlineData("(empty)", "  \t ")]
    [InlineData("(empty)", "\"()\"")]
    [InlineData("tool??31mred", "tool\u001b\u009b31mred/1.0")]
    [InlineData("??tool", "\u9ed1\u732btool/2")]
    public void Everything_else_is_an_unknown_machine_under_its_own_name(string name, string userAgent)
    {
        var claim = Reader.Read(userAgent);
        Assert.Equal((null, false, name), (claim.Agent, claim.IsBrowser, claim.Name));
        Assert.Equal(AgentIdentity.UnknownMachine(name), claim.Unproven);
    }

    [Fact]
    public void Every_token_alone_names_its_agent()
    {
        foreach (var agent in AgentCatalogue.BuiltIn.Agents.Where(agent => agent.Patterns.Contains(agent.Token)))
            Assert.Equal(agent.Token, Reader.Read($"{agent.Token}/1.0").Name);
    }

    [Fact]
    public void Of_two_agents_the_first_that_is_named_counts() =>
        Assert.Equal("ClaudeBot", Reader.Read("Mozilla/5.0 (compatible; ClaudeBot/1.0; GPTBot/1.0)").Name);

    [Fact]
    public void What_stands_behind_the_limit_is_not_looked_at() =>
        Assert.Equal("x", Reader.Read("x " + new string(' ', ClaimReader.LengthMax) + "GPTBot/1.0").Name);

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal(new string('n', 64), Reader.Read(new string('n', 5000)).Name);

    [Fact]
    public void It_finds_what_a_naive_scan_finds()
    {
        var patterns = AgentCatalogue.BuiltIn.Agents.SelectMany(agent => agent.Patterns).Select(pattern => pattern.TrimStart('^')).ToArray();
        Gen<string> part = Gen.OneOf<string>(
            Gen.OneOf(patterns),
            Gen.OneOf(" ", "; ", "/", "-", "_", ".", "@", "(", ")", "+", "like ", "1.0", "Bot", "x", "http://", "compatible; "),
            Gen.OneOf(patterns).Select(pattern => pattern.ToUpperInvariant()));
        part.Array[1, 8].Select(parts => string.Concat(parts)).Sample(
            text => Reader.Read(text).Agent?.Token == NaiveScan.Find(AgentCatalogue.BuiltIn, text),
            iter: 3_000, print: text => text);
    }

    [Fact]
    public void Damaged_user_agents_are_read_too()
    {
        var corpus = TestData.Table("agents.tsv").Concat(TestData.Table("browsers.tsv")).Concat(TestData.Table("machines.tsv")).Select(row => row.UserAgent).ToArray();
        Fuzz.Run(20_000, corpus, text =>
        {
            var claim = Reader.Read(text);
            Assert.True(claim.Agent is not null || claim.IsBrowser || claim.Name.Length is > 0 and <= 64);
            Assert.DoesNotContain(claim.Name, c => c is < ' ' or > '~');
        });
    }

    [Fact]
    public void A_user_agent_that_was_read_is_remembered() => Assert.Same(Reader.Read("tool/1.0"), Reader.Read("tool/1.0"));

    [Fact]
    public void Invented_user_agents_do_not_fill_the_memory()
    {
        var reader = new ClaimReader(AgentCatalogue.BuiltIn);
        var first = reader.Read("tool0/1.0");
        for (var i = 0; i < 10_000; i++)
            Assert.Equal($"tool{i}", reader.Read($"tool{i}/1.0").Name);
        Assert.NotSame(first, reader.Read("tool0/1.0"));
    }

    [Fact]
    public void Many_readers_at_once_read_the_same() =>
        Parallel.For(0, 20_000, i => Assert.Equal($"tool{i % 6000}", Reader.Read($"tool{i % 6000}/1.0").Name));

    static TheoryData<string, string> Rows(string table)
    {
        var rows = new TheoryData<string, string>();
        foreach (var (expected, userAgent) in TestData.Table(table))
            rows.Add(expected, userAgent);
        return rows;
    }
}
