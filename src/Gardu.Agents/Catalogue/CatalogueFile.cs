using System.Text.Json;
using System.Text.Json.Serialization;
using Gardu.Terms;

namespace Gardu.Agents.Catalogue;

/// <summary>
/// The data file <c>agents.json</c> (its schema stands beside it): operators with their agents. Labels are data, so a
/// new agent or a changed purpose is a change of this file alone.
/// </summary>
static class CatalogueFile
{
    public static AgentCatalogue ReadBuiltIn()
    {
        using var stream = typeof(CatalogueFile).Assembly.GetManifestResourceStream("Gardu.Agents.Catalogue.agents.json")
            ?? throw new InvalidOperationException("the catalogue is not embedded");
        var file = JsonSerializer.Deserialize(stream, CatalogueJson.Default.FileEntry)
            ?? throw new InvalidOperationException("the catalogue is empty");
        return new AgentCatalogue(file.Dated, [.. file.Operators.SelectMany(AgentsOf)]);
    }

    static IEnumerable<Agent> AgentsOf(OperatorEntry entry)
    {
        var owner = new AgentOperator(entry.Name, entry.Domains, entry.Contact);
        return entry.Agents.Select(agent => new Agent
        {
            Token = agent.Token,
            Operator = owner,
            Purpose = PurposeOf(agent.Purpose, agent.Token),
            AlsoUsedFor = [.. agent.AlsoUsedFor.Select(name => PurposeOf(name, agent.Token))],
            Patterns = agent.Patterns.Count > 0 ? agent.Patterns : [agent.Token],
            IsControlToken = agent.ControlToken,
            Proofs = new AgentProofs(
                [.. agent.Feeds.Select(feed => new AddressFeedSource(feed.Url, feed.File ?? LastSegment(feed.Url, agent.Token)))],
                agent.Dns, agent.As, agent.Signatures),
            HonoursRobots = agent.HonoursRobots,
            Documentation = agent.Documentation,
            Checked = agent.Checked,
        });
    }

    static Purpose PurposeOf(string name, string token) =>
        PurposeNames.TryParse(name, out var purpose) ? purpose : throw new InvalidOperationException($"{token}: no purpose \"{name}\"");

    static string LastSegment(Uri? url, string token) =>
        url?.Segments[^1] is { Length: > 1 } segment && !segment.EndsWith('/')
            ? segment
            : throw new InvalidOperationException($"{token}: a feed needs a file name");
}

sealed record FileEntry(DateOnly Dated, IReadOnlyList<OperatorEntry> Operators)
{
    [JsonPropertyName("$schema")]
    public string? Schema { get; set; }
}

// What may be absent is settable, not init-only: the source generator gives an absent init-only member null, not its initial value.
sealed record OperatorEntry
{
    public required string Name { get; init; }
    public IReadOnlyList<string> Domains { get; set; } = [];
    public string? Contact { get; set; }
    public required IReadOnlyList<AgentEntry> Agents { get; init; }
}

sealed record AgentEntry
{
    public required string Token { get; init; }
    public required string Purpose { get; init; }
    public IReadOnlyList<string> AlsoUsedFor { get; set; } = [];
    public IReadOnlyList<string> Patterns { get; set; } = [];
    public bool ControlToken { get; set; }
    public IReadOnlyList<FeedEntry> Feeds { get; set; } = [];
    public IReadOnlyList<string> Dns { get; set; } = [];
    public IReadOnlyList<long> As { get; set; } = [];
    public IReadOnlyList<Uri> Signatures { get; set; } = [];
    public RobotsStance HonoursRobots { get; set; }
    public Uri? Documentation { get; set; }
    public required DateOnly Checked { get; init; }
}

sealed record FeedEntry(Uri? Url, string? File);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(FileEntry))]
sealed partial class CatalogueJson : JsonSerializerContext;
