using Gardu.Agents.Catalogue;

namespace Gardu.Agents.Feeds;

/// <summary>A folder of address lists under the names that the catalogue gives them.</summary>
public static class FeedFolder
{
    /// <summary>Loads every list of the catalogue that the folder holds; one that cannot be read is told to <paramref name="complain"/> and passed over.</summary>
    public static IReadOnlyList<AddressFeed> Load(string folder, AgentCatalogue catalogue, Action<string> complain)
    {
        var feeds = new List<AddressFeed>();
        foreach (var name in FileNames(catalogue))
        {
            var path = Path.Combine(folder, name);
            if (!Path.Exists(path))
                continue;
            if (FeedCopy.TryRead(path, out var copy, out var error))
                feeds.Add(copy!.Feed);
            else
                complain($"{path}: {error}; ignored");
        }
        return feeds;
    }

    /// <summary>The file names that the catalogue knows.</summary>
    public static IEnumerable<string> FileNames(AgentCatalogue catalogue) =>
        catalogue.Agents.SelectMany(agent => agent.Proofs.Feeds).Select(source => source.File).Distinct();
}
