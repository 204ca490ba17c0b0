using Gardu.Agents.Catalogue;
using Gardu.Terms;
using Gardu.Terms.Yaml;

namespace Gardu.Configuration;

/// <summary>Reads <c>agents:</c>, what the owner adds to the catalogue or overrides in it.</summary>
static class AgentsReader
{
    /// <summary>The built-in catalogue with the owner's agents; what is wrong with them becomes problems of the file.</summary>
    public static AgentCatalogue Read(YamlValue? list)
    {
        var places = new List<YamlValue>();
        var owners = new List<OwnerAgent>();
        foreach (var entry in list?.AsList() ?? [])
        {
            if (entry.AsMap() is not { } map || ReadAgent(map) is not { } agent)
                continue;
            places.Add(entry);
            owners.Add(agent);
        }
        var catalogue = AgentCatalogue.BuiltIn.With(owners, out var problems);
        foreach (var problem in problems)
            places[problem.Index].Complain(problem.Message);
        return catalogue;
    }

    static OwnerAgent? ReadAgent(YamlMap map)
    {
        var token = map.Require("token")?.AsText();
        var name = map.Take("operator")?.AsText();
        var purpose = map.Take("purpose")?.AsWord([.. PurposeNames.Every]);
        var patterns = map.Take("patterns")?.AsList().Select(value => value.AsText()).OfType<string>().ToArray();
        var feed = map.Take("feed")?.AsText();
        var names = map.Take("dns")?.AsList().Select(value => value.AsText()).OfType<string>().ToArray();
        var signature = map.Take("signature")?.As<string>(Readers.Signer);
        map.RefuseOthers();
        return token is null ? null : new OwnerAgent(token, name, purpose is not null && PurposeNames.TryParse(purpose, out var read) ? read : null, patterns, feed, names, signature);
    }
}
