using YamlDotNet.RepresentationModel;

namespace Gardu.Terms.Yaml;

/// <summary>
/// A node of a YAML document that knows where it stands. Reading it as something it is not adds a problem and gives
/// null, so that one pass over a file finds all that is wrong with it.
/// </summary>
public sealed class YamlValue
{
    readonly YamlNode node;
    readonly YamlNotes notes;

    internal YamlValue(YamlNode node, YamlNotes notes) => (this.node, this.notes) = (node, notes);

    /// <summary>Its line in the file, from 1.</summary>
    public int Line => (int)YamlNotes.PlaceOf(node).Line;

    /// <summary>Adds a problem at this place.</summary>
    public void Complain(string message) => notes.Add(node, message);

    /// <summary>The text of a plain or quoted scalar.</summary>
    public string? AsText()
    {
        if (node is not YamlScalarNode { Value: { Length: > 0 } text })
            Complain("a value is missing here");
        else if (text.Any(char.IsControl))
            Complain("a value has no control characters");
        else
            return text;
        return null;
    }

    /// <summary>The entries of a list, or a single value as a list of one.</summary>
    public IReadOnlyList<YamlValue> AsList() =>
        node is YamlSequenceNode list ? [.. list.Select(entry => new YamlValue(entry, notes))] : [this];

    /// <summary>The entries of a mapping.</summary>
    public YamlMap? AsMap()
    {
        if (node is YamlMappingNode map)
            return new YamlMap(map, notes, this);
        Complain("expected keys with values here, such as \"key: value\"");
        return null;
    }

    /// <summary>What <paramref name="read"/> makes of the text; its error becomes a problem here.</summary>
    public T? As<T>(Reader<T> read) where T : class
    {
        if (AsText() is not { } text)
            return null;
        if (read(text, out var value, out var error))
            return value;
        Complain(error ?? $"\"{text}\" cannot be read");
        return null;
    }

    /// <summary>One of several words; another word is answered with the nearest.</summary>
    public string? AsWord(IReadOnlyCollection<string> words)
    {
        if (AsText() is not { } text)
            return null;
        if (words.Contains(text))
            return text;
        Complain($"\"{text}\" is not one of {string.Join(", ", words)}{Suggestion.For(text, words)}");
        return null;
    }
}

/// <summary>Reads text into a value, or says what is wrong with it.</summary>
public delegate bool Reader<T>(string text, out T? value, out string? error);
