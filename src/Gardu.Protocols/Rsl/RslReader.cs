using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml;

namespace Gardu.Protocols.Rsl;

/// <summary>
/// Reads RSL 1.0. A document that is not as the standard says is none, since half of it could mean more than the whole:
/// an unknown element or attribute value of its namespace, two of what may stand once, an amount without currency. Elements
/// of other namespaces are passed over, and so are extension words with a prefix. Words of 0.9 are understood: commas
/// between them, <c>inference</c> for <c>use</c>. No entities and no document type are read.
/// </summary>
public static class RslReader
{
    /// <summary>Largest document that is read, in bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads a document.</summary>
    /// <param name="xml">The bytes of the file.</param>
    /// <param name="document">The document; null where <paramref name="error"/> is set.</param>
    /// <param name="error">What is wrong with it, in words, with line and position.</param>
    public static bool TryParse(ReadOnlyMemory<byte> xml, [NotNullWhen(true)] out RslDocument? document, [NotNullWhen(false)] out string? error)
    {
        error = Try(xml, ReadWhole, out document);
        return document is not null && error is null;
    }

    /// <summary>Reads a document that stands in a page, and speaks of one content: that page where its address is empty (section 4.5).</summary>
    /// <param name="xml">The text of the <c>script</c> element.</param>
    /// <param name="document">The document; null where <paramref name="error"/> is set.</param>
    /// <param name="error">What is wrong with it, in words.</param>
    public static bool TryParseInline(string xml, [NotNullWhen(true)] out RslDocument? document, [NotNullWhen(false)] out string? error)
    {
        if (!TryParse(Encoding.UTF8.GetBytes(xml.Trim()), out document, out error))
            return false;
        if (document.Contents.Count == 1)
            return true;
        error = $"a document in a page has one content, and this has {document.Contents.Count}";
        document = null;
        return false;
    }

    static RslDocument ReadWhole(XmlReader reader)
    {
        var root = RslNode.Read(reader);
        while (reader.Read())
        {
            // What follows has to be XML too.
        }
        return RslGrammar.Document(root);
    }

    /// <summary>Walks through XML with a reader; what is wrong with it in words, or null.</summary>
    internal static string? Try<T>(ReadOnlyMemory<byte> xml, Func<XmlReader, T> read, out T? result)
    {
        result = default;
        if (xml.Length > BytesMax)
            return $"larger than {BytesMax / 1024} KiB";
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml.ToArray()), Settings);
            result = read(reader);
            return null;
        }
        catch (Exception broken) when (broken is XmlException or FormatException)
        {
            return broken.Message;
        }
    }
}
