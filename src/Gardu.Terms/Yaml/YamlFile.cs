using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Gardu.Terms.Yaml;

/// <summary>A YAML document with all the problems that reading it brings to light.</summary>
public sealed class YamlFile
{
    /// <summary>Longest text accepted, in characters.</summary>
    public const int LengthMax = 4 * 1024 * 1024;

    const int DepthMax = 16;

    readonly YamlNotes notes;
    readonly YamlMappingNode root = new();

    YamlFile(string source) => notes = new YamlNotes(source);

    /// <summary>The file's name.</summary>
    public string Source => notes.Source;

    /// <summary>What has been found wrong so far, in order of place.</summary>
    public IReadOnlyList<YamlProblem> Problems => notes.InOrder;

    /// <summary>The document's mapping.</summary>
    public YamlMap Root => new(root, notes, new YamlValue(root, notes));

    /// <summary>An empty document, to be filled by <see cref="Override"/>.</summary>
    public static YamlFile Empty(string source) => new(source);

    /// <summary>A document that could not be read at all.</summary>
    public static YamlFile Unreadable(string source, string why)
    {
        var file = new YamlFile(source);
        file.notes.AddOutside(source, why);
        return file;
    }

    /// <summary>Reads a text; what is no YAML, or no single mapping, is a problem.</summary>
    public static YamlFile Parse(string source, string text)
    {
        var file = new YamlFile(source);
        if (text.Length > LengthMax)
        {
            file.notes.AddOutside(source, $"longer than {LengthMax} characters");
            return file;
        }
        try
        {
            if (!file.IsTooDeep(text))
                file.Load(text);
        }
        catch (YamlException broken)
        {
            file.notes.Add(broken.Start, broken.InnerException?.Message ?? broken.Message);
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException)
        {
            // What the library throws at some texts that are no YAML, such as a key that is missing.
            file.notes.AddOutside(source, $"not YAML that can be read: {broken.Message}");
        }
        return file;
    }

    /// <summary>
    /// Puts a value into the document from outside, as an environment variable does: the path's segments are keys, or
    /// numbers of list entries.
    /// </summary>
    /// <param name="path">At least one segment; a key that is not there yet is made.</param>
    /// <param name="value">A scalar, or a flow list or mapping such as <c>[a, b]</c>.</param>
    /// <param name="origin">What said so, for problems.</param>
    public void Override(IReadOnlyList<string> path, string value, string origin)
    {
        var parsed = Parse(origin, $"value: {value}");
        // A plain text stands for itself, though it may hold what YAML takes for a comment.
        if (parsed.Problems.Count > 0 || (parsed.root.Children[new YamlScalarNode("value")] is YamlScalarNode { Style: ScalarStyle.Plain } plain && plain.Value != value.Trim()))
            parsed = Parse(origin, $"value: '{value.Replace("'", "''", StringComparison.Ordinal)}'");
        var put = parsed.root.Children[new YamlScalarNode("value")];
        notes.CameFrom(put, origin);
        YamlNode at = root;
        for (var i = 0; i < path.Count; i++)
        {
            var isLast = i == path.Count - 1;
            if (at is YamlMappingNode map)
            {
                var key = map.Children.Keys.OfType<YamlScalarNode>().FirstOrDefault(known => Same(known.Value, path[i])) ?? MadeFor(origin, new YamlScalarNode(KeyName(path[i])));
                if (isLast)
                    map.Children[key] = put;
                else if (!map.Children.ContainsKey(key))
                    map.Children[key] = MadeFor(origin, new YamlMappingNode());
                at = map.Children[key];
            }
            else if (at is YamlSequenceNode list && int.TryParse(path[i], out var index) && index >= 0 && index < list.Children.Count)
            {
                if (isLast)
                    list.Children[index] = put;
                at = list.Children[index];
            }
            else
            {
                notes.AddOutside(origin, $"there is no \"{path[i]}\" to set");
                return;
            }
        }
    }

    T MadeFor<T>(string origin, T node) where T : YamlNode
    {
        notes.CameFrom(node, origin);
        return node;
    }

    static bool Same(string? key, string segment) => string.Equals(key, KeyName(segment), StringComparison.OrdinalIgnoreCase);

    static string KeyName(string segment) => segment.Replace('_', '-').ToLowerInvariant();

    void Load(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        if (stream.Documents.Count > 1)
            notes.Add(stream.Documents[1].RootNode, "one document only; remove what follows \"---\"");
        if (stream.Documents is [{ RootNode: YamlMappingNode map }, ..])
            foreach (var (key, value) in map.Children)
                root.Children[key] = value;
        else if (stream.Documents.Count > 0)
            notes.Add(stream.Documents[0].RootNode, "expected keys with values, such as \"listen: http://127.0.0.1:8402\"");
    }

    /// <summary>Looks at the nesting before anything is built from it; a deep one would exhaust the stack.</summary>
    bool IsTooDeep(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current is MappingStart or SequenceStart ? 1 : parser.Current is MappingEnd or SequenceEnd ? -1 : 0;
            if (depth > DepthMax || parser.Current is AnchorAlias)
            {
                var what = depth > DepthMax ? $"nested more than {DepthMax} deep" : "anchors and aliases are not read; write the value out";
                notes.Add(parser.Current!.Start, what);
                return true;
            }
        }
        return false;
    }
}
