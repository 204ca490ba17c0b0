using YamlDotNet.RepresentationModel;

namespace Gardu.Terms.Yaml;

/// <summary>A mapping whose keys are taken one by one; whatever is left over at the end is unknown.</summary>
public sealed class YamlMap
{
    readonly Dictionary<string, (YamlNode Key, YamlNode Value)> left = [];
    readonly List<string> known = [];
    readonly YamlNotes notes;
    readonly YamlValue place;

    internal YamlMap(YamlMappingNode map, YamlNotes notes, YamlValue place)
    {
        (this.notes, this.place) = (notes, place);
        foreach (var (key, value) in map.Children)
        {
            if (key is YamlScalarNode { Value: { } name })
                left[name] = (key, value);
            else
                notes.Add(key, "a key must be plain text");
        }
    }

    /// <summary>The keys not taken yet.</summary>
    public IReadOnlyList<string> Left => [.. left.Keys];

    /// <summary>Takes a key; null where it is absent.</summary>
    public YamlValue? Take(string key)
    {
        known.Add(key);
        return left.Remove(key, out var entry) ? new YamlValue(entry.Value, notes) : null;
    }

    /// <summary>Takes a key that must be there.</summary>
    public YamlValue? Require(string key)
    {
        var value = Take(key);
        if (value is null)
            place.Complain($"\"{key}\" is missing here");
        return value;
    }

    /// <summary>The value under a key that is still there, with the key's own place for problems.</summary>
    public (YamlValue Key, YamlValue Value) TakeEntry(string key)
    {
        left.Remove(key, out var entry);
        return (new YamlValue(entry.Key, notes), new YamlValue(entry.Value, notes));
    }

    /// <summary>Makes a problem of every key that nobody took.</summary>
    public void RefuseOthers()
    {
        foreach (var (name, (key, _)) in left)
            notes.Add(key, $"unknown key \"{name}\"{Suggestion.For(name, known)}");
        left.Clear();
    }
}
