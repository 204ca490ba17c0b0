using Gardu.Protocols.Signatures;
using Gardu.Terms.Yaml;

namespace Gardu.Configuration;

/// <summary>Reads <c>directories:</c>, the keys of agents that the owner gives in files.</summary>
static class DirectoriesReader
{
    /// <summary>Keys by the identifier of their agent; what cannot be read becomes problems of the file.</summary>
    public static IReadOnlyList<PinnedDirectory> Read(YamlValue? value, string folder)
    {
        var read = new List<PinnedDirectory>();
        if (value?.AsMap() is not { } map)
            return read;
        foreach (var name in map.Left)
        {
            var (key, file) = map.TakeEntry(name);
            var agent = key.As<string>(Readers.Signer);
            if (file.AsText() is not { } path || agent is null)
                continue;
            if (read.Exists(other => other.Agent == agent))
                key.Complain($"{agent} is named twice");
            path = Path.GetFullPath(path, folder);
            if (ReadKeys(path, out var error) is { } keys)
                read.Add(new PinnedDirectory(agent, path, keys));
            else
                file.Complain($"{path} {error}");
        }
        return read;
    }

    static KeySet? ReadKeys(string path, out string? error)
    {
        error = null;
        try
        {
            if (KeySet.TryParse(File.ReadAllBytes(path), out var keys, out error) && keys!.Keys.Count == 0) // what was read is there
                error = "has no key that can be used: Ed25519, P-256, P-384 or RSA, public alone";
            else if (error is not null)
                error = $"is no key directory: {error}";
            return error is null ? keys : null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            error = $"cannot be read: {failed.Message}";
            return null;
        }
    }
}

/// <summary>The keys of one agent, which are then fetched from nowhere.</summary>
/// <param name="Agent">The agent's identifier: the URL that its signatures name.</param>
/// <param name="Path">The file.</param>
/// <param name="Keys">What it holds.</param>
sealed record PinnedDirectory(string Agent, string Path, KeySet Keys);
