using System.Text.Encodings.Web;
using System.Text.Json;
using Gardu.Agents.Catalogue;
using Gardu.Terms;

namespace Gardu.Configuration;

/// <summary>An owner's agent as <c>gardu.yaml</c> has it; <see cref="AgentsReader"/> reads it back.</summary>
static class AgentEntry
{
    static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Its keys with their values, a line each, the token first.</summary>
    public static IReadOnlyList<string> Lines(OwnerAgent agent) =>
        [.. Keys(agent).Select(entry => $"{entry.Key}: {(entry.Values is [var only] ? YamlText.Quoted(only) : $"[{string.Join(", ", entry.Values.Select(YamlText.Quoted))}]")}")];

    /// <summary>The same on one line, for a list or a file that is written in brackets; it is JSON too.</summary>
    public static string InBrackets(OwnerAgent agent) =>
        JsonSerializer.Serialize(Keys(agent).ToDictionary(entry => entry.Key, entry => entry.Values is [var only] ? (object)only : entry.Values), Relaxed);

    static IEnumerable<(string Key, IReadOnlyList<string> Values)> Keys(OwnerAgent agent)
    {
        yield return ("token", [agent.Token]);
        if (agent.Operator is { } name)
            yield return ("operator", [name]);
        if (agent.Purpose is { } purpose)
            yield return ("purpose", [purpose.Name()]);
        if (agent.Patterns is { } patterns)
            yield return ("patterns", patterns);
        if (agent.Dns is { } suffixes)
            yield return ("dns", suffixes);
        if (agent.Signature is { } signer)
            yield return ("signature", [signer]);
        if (agent.Feed is { } feed)
            yield return ("feed", [feed]);
    }
}
