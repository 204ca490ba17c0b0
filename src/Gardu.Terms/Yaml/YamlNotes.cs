using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Gardu.Terms.Yaml;

/// <summary>What is wrong with a document, each problem with the place that the node it is about came from.</summary>
sealed class YamlNotes(string source)
{
    readonly List<YamlProblem> problems = [];
    readonly Dictionary<YamlNode, string> origins = new(ReferenceEqualityComparer.Instance);

    /// <summary>The file's name.</summary>
    public string Source => source;

    /// <summary>In order of place.</summary>
    public IReadOnlyList<YamlProblem> InOrder => [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    /// <summary>Remembers that a node, with all that is in it, came from outside the file.</summary>
    public void CameFrom(YamlNode node, string origin)
    {
        foreach (var inside in node.AllNodes)
            origins[inside] = origin;
    }

    /// <summary>Adds a problem of a node.</summary>
    public void Add(YamlNode at, string message)
    {
        if (origins.TryGetValue(at, out var origin))
            AddOutside(origin, message);
        else
            Add(PlaceOf(at), message);
    }

    /// <summary>Where a node stands. The reader has no place for the mapping that <c>[a: b]</c> makes of its pair; its first key has one.</summary>
    public static Mark PlaceOf(YamlNode node) => node is YamlMappingNode { Start.Index: 0, Children: [var first, ..] } ? first.Key.Start : node.Start;

    /// <summary>Adds a problem of a place in the file.</summary>
    public void Add(Mark at, string message) =>
        problems.Add(at.Line == 0 ? new YamlProblem(source, 0, 0, Shown(message)) : new YamlProblem(source, (int)at.Line, (int)at.Column, Shown(message)));

    /// <summary>Adds a problem that has no place in the file.</summary>
    public void AddOutside(string origin, string message) => problems.Add(new YamlProblem(origin, 0, 0, Shown(message)));

    /// <summary>Without characters that a terminal would take for commands: a file may come from anybody.</summary>
    static string Shown(string message) => string.Concat(message.Select(c => char.IsControl(c) && c != '\n' ? '\uFFFD' : c));
}
