using System.Globalization;
using System.Text.Json;
using Gardu.Protocols.Signatures;
using Gardu.Terms;

namespace Gardu.Agents.Catalogue;

/// <summary>
/// The data file <c>agents.json</c> (its schema stands beside it): operators with their agents. Labels are data, so a
/// new agent or a changed purpose is a change of this file alone. Read by hand: every command starts with it, and a
/// serializer takes ten times as long to get going.
/// </summary>
static class CatalogueFile
{
    public static AgentCatalogue ReadBuiltIn()
    {
        using var stream = typeof(CatalogueFile).Assembly.GetManifestResourceStream("Gardu.Agents.Catalogue.agents.json")
            ?? throw new InvalidOperationException("the catalogue is not embedded");
        using var document = JsonDocument.Parse(stream);
        var dated = default(DateOnly);
        var agents = new List<Agent>();
        foreach (var member in document.RootElement.EnumerateObject())
        {
            switch (member.Name)
            {
                case "$schema":
                    break;
                case "dated":
                    dated = Day(member.Value);
                    break;
                case "operators":
                    foreach (var entry in member.Value.EnumerateArray())
                        ReadOperator(entry, agents);
                    break;
                default:
                    throw Unknown(member);
            }
        }
        return new AgentCatalogue(dated, agents);
    }

    static void ReadOperator(JsonElement entry, List<Agent> agents)
    {
        var (name, contact, domains) = (Text(entry.GetProperty("name")), (string?)null, (IReadOnlyList<string>)[]);
        foreach (var member in entry.EnumerateObject())
        {
            switch (member.Name)
            {
                case "name" or "agents":
                    break;
                case "contact":
                    contact = Text(member.Value);
                    break;
                case "domains":
                    domains = List(member.Value, Text);
                    break;
                default:
                    throw Unknown(member);
            }
        }
        var owner = new AgentOperator(name, domains, contact);
        foreach (var agent in entry.GetProperty("agents").EnumerateArray())
            agents.Add(ReadAgent(agent, owner));
    }

    static Agent ReadAgent(JsonElement entry, AgentOperator owner)
    {
        var token = Text(entry.GetProperty("token"));
        var (proofs, isControlToken, stance, documentation) = (AgentProofs.None, false, RobotsStance.Unclear, (Uri?)null);
        IReadOnlyList<string> patterns = [token];
        IReadOnlyList<Purpose> alsoUsedFor = [];
        foreach (var member in entry.EnumerateObject())
        {
            switch (member.Name)
            {
                case "token" or "purpose" or "checked":
                    break;
                case "alsoUsedFor":
                    alsoUsedFor = List(member.Value, PurposeOf);
                    break;
                case "patterns":
                    patterns = List(member.Value, Text);
                    break;
                case "controlToken":
                    isControlToken = member.Value.GetBoolean();
                    break;
                case "feeds":
                    proofs = proofs with { Feeds = List(member.Value, Feed) };
                    break;
                case "dns":
                    proofs = proofs with { DnsSuffixes = List(member.Value, Text) };
                    break;
                case "as":
                    proofs = proofs with { AutonomousSystems = List(member.Value, number => number.GetInt64()) };
                    break;
                case "signatures":
                    proofs = proofs with { Signers = List(member.Value, Signer) };
                    break;
                case "honoursRobots":
                    stance = Stance(member.Value);
                    break;
                case "documentation":
                    documentation = Url(member.Value);
                    break;
                default:
                    throw Unknown(member);
            }
        }
        return new Agent
        {
            Token = token,
            Operator = owner,
            Purpose = PurposeOf(entry.GetProperty("purpose")),
            AlsoUsedFor = alsoUsedFor,
            Patterns = patterns,
            IsControlToken = isControlToken,
            Proofs = proofs,
            HonoursRobots = stance,
            Documentation = documentation,
            Checked = Day(entry.GetProperty("checked")),
        };
    }

    static AddressFeedSource Feed(JsonElement entry)
    {
        var (url, file) = ((Uri?)null, (string?)null);
        foreach (var member in entry.EnumerateObject())
        {
            switch (member.Name)
            {
                case "url":
                    url = Url(member.Value);
                    break;
                case "file":
                    file = Text(member.Value);
                    break;
                default:
                    throw Unknown(member);
            }
        }
        file ??= url?.Segments[^1] is { Length: > 1 } segment && !segment.EndsWith('/') ? segment : throw new InvalidOperationException($"a feed needs a file name: {entry}");
        return new AddressFeedSource(url, file);
    }

    static List<T> List<T>(JsonElement array, Func<JsonElement, T> read)
    {
        var list = new List<T>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
            list.Add(read(element));
        return list;
    }

    static string Text(JsonElement value) => value.GetString() ?? throw new InvalidOperationException("the catalogue has a null");

    static Uri Url(JsonElement value) => new(Text(value));

    static string Signer(JsonElement value) =>
        SignatureAgent.IdentifierOf(Text(value)) ?? throw new InvalidOperationException($"no agent signs as \"{value}\"");

    static DateOnly Day(JsonElement value) => DateOnly.ParseExact(Text(value), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    static Purpose PurposeOf(JsonElement value) =>
        PurposeNames.TryParse(Text(value), out var purpose) ? purpose : throw new InvalidOperationException($"no purpose \"{value}\"");

    static RobotsStance Stance(JsonElement value) => Text(value) switch
    {
        "Unclear" => RobotsStance.Unclear,
        "Yes" => RobotsStance.Yes,
        "No" => RobotsStance.No,
        _ => throw new InvalidOperationException($"no stance \"{value}\""),
    };

    static InvalidOperationException Unknown(JsonProperty member) => new($"the catalogue has no \"{member.Name}\" there");
}
