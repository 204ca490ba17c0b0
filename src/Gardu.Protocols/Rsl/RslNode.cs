using System.Text;
using System.Xml;

namespace Gardu.Protocols.Rsl;

/// <summary>An element of the standard's namespace; its text, attributes without namespace, and elements of the same namespace in it.</summary>
sealed class RslNode(string name, int line, int position)
{
    const int DepthMax = 16;
    const int ElementsMax = 20_000;

    readonly Dictionary<string, string> attributes = [];
    readonly List<RslNode> children = [];

    public string Name => name;

    public string Text { get; private set; } = "";

    public IReadOnlyList<RslNode> Children => children;

    public string? Attribute(string key) => attributes.GetValueOrDefault(key);

    public IEnumerable<RslNode> All(string kind) => children.Where(child => child.Name == kind);

    public RslNode? One(string kind) => All(kind).FirstOrDefault();

    /// <summary>What is wrong with it, and where it stands.</summary>
    public FormatException Wrong(string what) => new($"line {line}, position {position}: {what}");

    public void Expect(params string[] kinds)
    {
        foreach (var child in children)
            if (!kinds.Contains(child.Name))
                throw child.Wrong($"{name} has no {child.Name} in it");
    }

    public void ExpectOnce(params string[] kinds)
    {
        foreach (var kind in kinds)
            if (All(kind).Skip(1).FirstOrDefault() is { } second)
                throw second.Wrong($"{kind} stands twice in {name}");
    }

    /// <summary>Reads the element that a reader stands before, up to its end, on which the reader stays; its name is empty where it is of another namespace.</summary>
    public static RslNode Read(XmlReader reader)
    {
        reader.MoveToContent();
        var place = (IXmlLineInfo)reader; // every reader made of text has places
        if (reader.NodeType != XmlNodeType.Element || reader.NamespaceURI != RslDocument.Namespace)
            return new RslNode("", place.LineNumber, place.LinePosition);
        var depth = reader.Depth;
        var open = new Stack<RslNode>();
        RslNode? root = null;
        var elementsLeft = ElementsMax;
        var text = new StringBuilder(); // elements hold text or elements, never both
        do
        {
            if (reader.Depth - depth > DepthMax || elementsLeft == 0)
                throw new FormatException("it is nested too deep, or has too many elements");
            while (reader.NodeType == XmlNodeType.Element && reader.NamespaceURI != RslDocument.Namespace)
                reader.Skip();
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    elementsLeft--;
                    var node = new RslNode(reader.LocalName, place.LineNumber, place.LinePosition);
                    root ??= node;
                    if (open.TryPeek(out var parent))
                        parent.children.Add(node);
                    var isEmpty = reader.IsEmptyElement;
                    while (reader.MoveToNextAttribute())
                        if (reader.NamespaceURI.Length == 0)
                            node.attributes[reader.LocalName] = reader.Value;
                    if (!isEmpty)
                        open.Push(node);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop().Text = text.ToString().Trim();
                    text.Clear();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    text.Append(reader.Value);
                    break;
            }
        }
        while (open.Count > 0 && reader.Read());
        return root!; // it began with an element
    }
}
