using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Gardu.Protocols.Rsl;

/// <summary>
/// Reads RSL 1.0. A document that is not as the standard says is none, since half of it could mean more than the whole:
/// an unknown element or attribute value of its namespace, two of what may stand once, an amount without currency. Elements
/// of other namespaces are passed over, and so are extension words with a prefix. Words of 0.9 are understood: commas
/// between them, <c>inference</c> for <c>use</c>. No entities and no document type are read.
/// </summary>
public static partial class RslReader
{
    /// <summary>Largest document that is read, in bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    const int DepthMax = 16;
    const int ElementsMax = 20_000;

    /// <summary>Reads a document.</summary>
    /// <param name="xml">The bytes of the file.</param>
    /// <param name="document">The document; null where <paramref name="error"/> is set.</param>
    /// <param name="error">What is wrong with it, in words.</param>
    public static bool TryParse(ReadOnlyMemory<byte> xml, out RslDocument? document, out string? error)
    {
        (document, error) = (null, null);
        if (xml.Length > BytesMax)
        {
            error = $"larger than {BytesMax / 1024} KiB";
            return false;
        }
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml.ToArray()), new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
                IgnoreWhitespace = true,
            });
            document = ReadDocument(Node.Read(reader, DepthMax, ElementsMax));
        }
        catch (XmlException broken)
        {
            error = broken.Message;
        }
        catch (FormatException broken)
        {
            error = broken.Message;
        }
        return document is not null;
    }

    static RslDocument ReadDocument(Node root)
    {
        if (root.Name != "rsl")
            throw new FormatException("the outermost element is not rsl of the namespace " + RslDocument.Namespace);
        root.Expect("content");
        var age = root.Attribute("max-age") is { } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0 ? days : throw new FormatException($"max-age=\"{text}\" is no number of days")
            : RslDocument.MaxAgeDefault;
        var contents = root.Children.Select(ReadContent).ToArray();
        return contents.Length > 0 ? new RslDocument(age, contents) : throw new FormatException("it has no content");
    }

    static RslContent ReadContent(Node content)
    {
        content.Expect("license", "alternate", "schema", "copyright", "terms");
        content.ExpectOnce("schema", "copyright", "terms");
        var licenses = content.All("license").Select(ReadLicense).ToArray();
        if (content.Attribute("encrypted") is not (null or "true" or "false"))
            throw new FormatException("encrypted is neither true nor false");
        var url = content.Attribute("url") ?? throw new FormatException("a content has no url");
        return licenses.Length > 0
            ? new RslContent(url, content.Attribute("server"), licenses, content.One("terms")?.Text)
            : throw new FormatException($"the content \"{url}\" has no license");
    }

    static RslLicense ReadLicense(Node license)
    {
        license.Expect("permits", "prohibits", "payment", "reporting", "legal");
        license.ExpectOnce("payment");
        foreach (var legal in license.All("legal"))
            Known(legal.Attribute("type"), RslTokens.Legal, "legal");
        foreach (var reporting in license.All("reporting"))
            Known(reporting.Attribute("type"), RslTokens.Reporting, "reporting");
        if (license.All("legal").GroupBy(legal => legal.Attribute("type")).Any(group => group.Count() > 1))
            throw new FormatException("legal stands twice with one type");
        return new RslLicense(ReadScope(license, "permits"), ReadScope(license, "prohibits"), license.One("payment") is { } payment ? ReadPayment(payment) : null);
    }

    static RslScope ReadScope(Node license, string name)
    {
        var scope = RslScope.None;
        foreach (var node in license.All(name))
        {
            string[] words = [.. node.Text.Split([' ', '\t', '\r', '\n', ','], StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains(':'))];
            var type = node.Attribute("type");
            var isTaken = type switch { "usage" => scope.Usage, "user" => scope.User, "geo" => scope.Geo, _ => throw new FormatException($"{name} has no type usage, user or geo") } is not null;
            if (isTaken)
                throw new FormatException($"{name} stands twice with type {type}");
            scope = type switch
            {
                "usage" => scope with { Usage = AllKnown(words, RslTokens.Usage, "usage") },
                "user" => scope with { User = AllKnown(words, RslTokens.User, "user") },
                _ => scope with { Geo = words.All(IsPlace) ? words : throw new FormatException($"\"{node.Text}\" is no list of countries") },
            };
        }
        return scope;
    }

    static RslPayment ReadPayment(Node payment)
    {
        payment.Expect("standard", "custom", "amount", "accepts");
        payment.ExpectOnce("standard", "custom", "amount", "accepts");
        var type = payment.Attribute("type") is "inference" ? "use" : payment.Attribute("type");
        if (type is not null)
            Known(type, RslTokens.Payment, "payment");
        var amount = payment.One("amount");
        if (amount is not null && !Amount().IsMatch(amount.Text))
            throw new FormatException($"\"{amount.Text}\" is no amount");
        if (amount is not null && amount.Attribute("currency") is not { Length: 3 })
            throw new FormatException("an amount has no currency");
        return new RslPayment(type, payment.One("standard")?.Text, payment.One("custom")?.Text, amount?.Text, amount?.Attribute("currency"));
    }

    static string[] AllKnown(string[] words, string[] known, string what)
    {
        foreach (var word in words)
            Known(word, known, what);
        return words;
    }

    static void Known(string? word, string[] known, string what)
    {
        if (!known.Contains(word))
            throw new FormatException($"there is no {what} \"{word}\"");
    }

    static bool IsPlace(string word) => word.Length == 2 && word.All(char.IsAsciiLetterUpper);

    [GeneratedRegex(@"^\d{1,18}(\.\d{1,18})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Amount();

    /// <summary>An element of the standard's namespace; its text, attributes without namespace, and elements of the same namespace in it.</summary>
    sealed class Node(string name)
    {
        readonly Dictionary<string, string> attributes = [];
        readonly List<Node> children = [];

        public string Name => name;

        public string Text { get; private set; } = "";

        public IReadOnlyList<Node> Children => children;

        public string? Attribute(string key) => attributes.GetValueOrDefault(key);

        public IEnumerable<Node> All(string kind) => children.Where(child => child.Name == kind);

        public Node? One(string kind) => All(kind).FirstOrDefault();

        public void Expect(params string[] kinds)
        {
            foreach (var child in children)
                if (!kinds.Contains(child.Name))
                    throw new FormatException($"{name} has no {child.Name} in it");
        }

        public void ExpectOnce(params string[] kinds)
        {
            foreach (var kind in kinds)
                if (All(kind).Skip(1).Any())
                    throw new FormatException($"{kind} stands twice in {name}");
        }

        public static Node Read(XmlReader reader, int depthMax, int elementsMax)
        {
            reader.MoveToContent();
            var open = new Stack<Node>();
            Node? root = null;
            var text = new StringBuilder(); // elements hold text or elements, never both
            while (!reader.EOF)
            {
                if (reader.Depth > depthMax || elementsMax == 0)
                    throw new FormatException("it is nested too deep, or has too many elements");
                switch (reader.NodeType)
                {
                    case XmlNodeType.Element when reader.NamespaceURI != RslDocument.Namespace:
                        if (root is null)
                            return new Node("");
                        reader.Skip();
                        continue;
                    case XmlNodeType.Element:
                        elementsMax--;
                        var node = new Node(reader.LocalName);
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
                reader.Read();
            }
            return root ?? new Node("");
        }
    }
}
