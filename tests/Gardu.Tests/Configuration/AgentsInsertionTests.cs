using System.Collections;
using CsCheck;
using Gardu.Agents.Catalogue;
using Gardu.Configuration;
using Gardu.Terms;

namespace Gardu.Tests.Configuration;

/// <summary>An agent goes into any valid file by lines that are added, and nothing else of it changes.</summary>
public sealed class AgentsInsertionTests
{
    static readonly OwnerAgent Acme = new("AcmeBot", "Acme: the 'Co' #1", Purpose.AiTrain, ["AcmeBot", "Acme-Crawler"], "acme.json", ["crawl.acme.example"], "https://bot.acme.example");

    static GarduConfiguration? Read(string text) =>
        new ConfigurationFile { Path = Path.GetFullPath("gardu.yaml"), Text = text }.Load(new Hashtable(), out _);

    [Fact]
    public void Every_line_of_any_file_stays_and_the_reader_sees_one_agent_more() => Gen.Int.Select(seed => new RandomFile(new Random(seed)).Text).Where(text => Read(text) is not null).Sample(text =>
    {
        var before = Read(text)!;
        var changed = AgentsInsertion.TryInsert(text, AgentEntry.Lines(Acme), out var why, out _);
        Assert.True(changed is not null, $"{why}\n{text}");
        var place = Enumerable.Range(0, text.Length + 1).Last(at => changed!.StartsWith(text[..at], StringComparison.Ordinal));
        Assert.True(Enumerable.Range(0, place + 1).Any(at => changed!.EndsWith(text[at..], StringComparison.Ordinal) && changed.Length > text.Length), "something was changed and not only added");
        var lines = new Queue<string>(changed!.Split('\n'));
        foreach (var line in text.Split('\n'))
        {
            while (lines.TryPeek(out var other) && other.TrimEnd('\r') != line.TrimEnd('\r'))
                lines.Dequeue();
            Assert.True(lines.TryDequeue(out _), $"\"{line}\" is gone\n{changed}");
        }
        Assert.Equal(EndOf(text), EndOf(changed));
        Assert.Equal(text.Contains("\r\n", StringComparison.Ordinal), changed.Contains("\r\n", StringComparison.Ordinal));
        Assert.Equal(text.Count(letter => letter == '\n') == text.Split("\r\n").Length - 1, changed.Count(letter => letter == '\n') == changed.Split("\r\n").Length - 1);
        CheckSame(before, Read(changed) ?? throw new InvalidOperationException($"cannot be read\n{changed}"), changed);
    }, iter: 1_000);

    static string EndOf(string text) => text.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : text.EndsWith('\n') ? "\n" : "";

    static void CheckSame(GarduConfiguration before, GarduConfiguration after, string text)
    {
        Assert.Equal(before.Catalogue.Agents.Select(Written), after.Catalogue.Agents.Where(agent => agent.Token != Acme.Token).Select(Written));
        var added = after.Catalogue.Find(Acme.Token);
        Assert.True(added is not null, text);
        Assert.Equal((Acme.Token, Acme.Operator, Acme.Purpose), (added!.Token, added.Operator.Name, added.Purpose));
        Assert.Equal(Acme.Patterns, added.Patterns);
        Assert.Equal((Acme.Feed, Acme.Dns![0], Acme.Signature), (added.Proofs.Feeds[0].File, added.Proofs.DnsSuffixes[0], added.Proofs.Signers[0]));
        Assert.Equal((before.Listen[0], before.Operator, before.Keep, before.DataFolder, before.FeedRefresh), (after.Listen[0], after.Operator, after.Keep, after.DataFolder, after.FeedRefresh));
        Assert.Equal(before.Trusted, after.Trusted);
        Assert.Equal(before.Sites.Select(site => (site.Name, site.Origin, site.Contact, site.Terms.Version)), after.Sites.Select(site => (site.Name, site.Origin, site.Contact, site.Terms.Version)));
    }

    static string Written(Agent agent) =>
        $"{agent.Token}|{agent.Operator.Name}|{agent.Purpose}|{string.Join(',', agent.Patterns)}|{string.Join(',', agent.Proofs.Feeds)}|{string.Join(',', agent.Proofs.DnsSuffixes)}|{string.Join(',', agent.Proofs.Signers)}";

    [Fact]
    public void The_entry_stands_as_its_neighbours_do() => Assert.Equal("""
        agents:   # mine
            -   token: OneBot
                operator: One
                purpose: other   # for now
                # feed: one.json
            -   token: AcmeBot
                operator: Acme
                purpose: search

        # the sites
        sites: [{host: "*", origin: http://127.0.0.1:8080}]
        """, AgentsInsertion.TryInsert("""
        agents:   # mine
            -   token: OneBot
                operator: One
                purpose: other   # for now
                # feed: one.json

        # the sites
        sites: [{host: "*", origin: http://127.0.0.1:8080}]
        """, AgentEntry.Lines(new OwnerAgent("AcmeBot", "Acme", Purpose.Search)), out _, out _));

    [Theory]
    [InlineData("agents: []\n", true)]
    [InlineData("agents: [{token: OneBot, operator: One, purpose: other}]\n", true)]
    [InlineData("agents:\n  token: OneBot\n  operator: One\n  purpose: other\n", false)]
    [InlineData("agents: &all\n  - token: OneBot\n    operator: One\n    purpose: other\n", false)]
    [InlineData("agents: !!seq\n  - token: OneBot\n    operator: One\n    purpose: other\n", false)]
    public void What_cannot_be_added_to_is_left(string agents, bool inBrackets)
    {
        var text = agents + "sites: [{host: \"*\", origin: \"http://127.0.0.1:8080\"}]\n";
        Assert.NotNull(Read(text));
        Assert.Null(AgentsInsertion.TryInsert(text, AgentEntry.Lines(Acme), out var why, out var isInBrackets));
        Assert.Equal((true, inBrackets), (why.Length > 0, isInBrackets));
    }

    [Theory]
    [InlineData("{\"sites\": [{\"host\": \"*\", \"origin\": \"http://127.0.0.1:8080\"}]}")]
    [InlineData("sites: [{host: \"*\", origin: \"http://127.0.0.1:8080\"}]\n...\n")]
    public void Neither_is_what_has_an_end(string text)
    {
        Assert.NotNull(Read(text));
        Assert.Null(AgentsInsertion.TryInsert(text, AgentEntry.Lines(Acme), out _, out _));
    }

    [Fact]
    public void In_brackets_it_is_the_same_agent()
    {
        var read = Read($"agents: [{AgentEntry.InBrackets(Acme)}]\nsites: [{{host: \"*\", origin: \"http://127.0.0.1:8080\"}}]\n");
        Assert.Equal(Written(AgentCatalogue.BuiltIn.With([Acme], out _).Find("AcmeBot")!), Written(read!.Catalogue.Find("AcmeBot")!));
    }

    /// <summary>A valid file as people write them: comments anywhere, any order, indentation, quotes and line ends.</summary>
    sealed class RandomFile
    {
        readonly Random random;
        readonly List<string> lines = [];

        public RandomFile(Random random)
        {
            this.random = random;
            Rest(0);
            if (Often(5))
                lines.Add("---");
            Action[] parts = [Sites, .. Often(2) ? [Agents] : Array.Empty<Action>(), .. Often(2) ? [() => lines.Add($"listen: {Any("http://127.0.0.1:0", "[http://127.0.0.1:0]", "\"http://127.0.0.1:0\"")}{Comment()}")] : Array.Empty<Action>(),
                .. Often(2) ? [() => lines.Add($"keep: {Any("90 days", "'3 days'", ">-\n  12 h")}")] : Array.Empty<Action>(), .. Often(2) ? [Trusted] : Array.Empty<Action>()];
            this.random.Shuffle(parts);
            foreach (var part in parts)
            {
                part();
                Rest(0);
            }
            var text = string.Join('\n', lines) + Any("", "\n", "\n", "\n\n", "\n   ", "\n# end", "\n  # end\n");
            Text = Any("\n", "\n", "\r\n") is var end && end == "\n" ? text : text.Replace("\n", "\r\n", StringComparison.Ordinal);
        }

        public string Text { get; }

        void Sites()
        {
            var indent = new string(' ', Any(0, 2, 4));
            lines.Add($"{Any("sites", "\"sites\"")}:{Comment()}");
            lines.Add($"{indent}- host: {Any("\"*\"", "news.example", "[news.example, \"www.news.example\"]")}{Comment()}");
            lines.Add($"{indent}  origin: http://127.0.0.1:8080");
            Rest(indent.Length + 2);
            if (Often(2))
                lines.Add($"{indent}  contact: {Any("a@news.example", "'it''s me'", "|-\n" + indent + "    a@news.example", "\"a \\\n" + indent + "    b\"", "agents")}");
            if (Often(2))
                lines.AddRange([$"{indent}  terms:", $"{indent}  - path: /", $"{indent}    agents: {{GPTBot: refuse}}{Comment()}", $"{indent}    search: allow"]);
        }

        void Trusted()
        {
            lines.Add("trusted:");
            lines.AddRange([$"- 192.0.2.7{Comment()}", "- 2001:db8::/32"]);
        }

        void Agents()
        {
            var (indent, step) = (new string(' ', Any(0, 1, 2, 4)), Any(2, 2, 3, 4));
            lines.Add($"{Any("agents", "'agents'")}:{Any("", "  ")}{Comment()}");
            Rest(indent.Length);
            for (var i = 0; i <= random.Next(3); i++)
            {
                var inside = indent + new string(' ', step);
                if (Often(4))
                {
                    lines.Add($"{indent}- {{token: Flow{i}Bot, operator: \"Flow, Inc\", purpose: other}}{Comment()}");
                    continue;
                }
                lines.Add(Often(6) ? $"{indent}-\n{inside}token: Own{i}Bot" : $"{indent}-{new string(' ', step - 1)}token: Own{i}Bot{Comment()}");
                if (Often(3))
                    Rest(inside.Length);
                lines.Add($"{inside}operator: {Any("Own", "'Own''s'", "\"Own: \\\"x\\\"\"", "Own\n" + inside + "  and Sons")}");
                lines.Add($"{inside}purpose: {Any("other", "'search'", "|-\n" + inside + "  ai-train")}{""}");
                if (Often(3))
                    lines.Add($"{inside}patterns: {Any($"[Own{i}Bot, 'Own{i} Bot']", $"\n{inside}- Own{i}Bot\n{inside}- Own{i}-Crawler", $"[\n{inside}  Own{i}Bot,  # one\n{inside}  Own{i}X ]")}");
                Rest(Any(0, indent.Length, inside.Length, inside.Length + 2));
            }
        }

        void Rest(int indent)
        {
            for (var i = random.Next(3); i > 0; i--)
                lines.Add(Any("", new string(' ', indent), $"{new string(' ', indent)}# note é🙂 agents: [x]", "# - token: OldBot", $"{new string(' ', indent)}#"));
        }

        string Comment() => Any("", "", "   # why: \"so\"", " #");

        bool Often(int one) => random.Next(one) == 0;

        T Any<T>(params T[] values) => values[random.Next(values.Length)];
    }
}
