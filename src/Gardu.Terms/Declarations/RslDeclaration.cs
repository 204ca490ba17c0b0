using System.Text;
using System.Xml;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Rsl;
using Gardu.Terms.Values;

namespace Gardu.Terms.Declarations;

/// <summary>
/// Terms as an RSL 1.0 document. Each content says all that is said of its paths: one set of terms for what is free, one for
/// each price, and a prohibition of what is refused. A price that is no amount per request is named in the owner's own way
/// (<c>custom</c>), since the vocabulary has no units.
/// </summary>
public static class RslDeclaration
{
    const int MaxAgeDays = 1;

    static readonly XmlWriterSettings Settings = new() { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) };

    /// <summary>Renders the document, with a line end behind it.</summary>
    /// <param name="terms">What is declared.</param>
    /// <param name="termsUrl">Absolute address of the terms in words, where licences are asked for too.</param>
    public static string Render(DeclaredTerms terms, string termsUrl)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, Settings))
        {
            xml.WriteComment(" An agreement or a paid licence overrides a Disallow in robots.txt. ");
            xml.WriteStartElement("rsl", RslDocument.Namespace);
            xml.WriteAttributeString("max-age", XmlConvert.ToString(MaxAgeDays));
            foreach (var pattern in terms.Patterns)
                WriteContent(xml, terms, pattern, termsUrl);
            xml.WriteEndElement();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    static void WriteContent(XmlWriter xml, DeclaredTerms terms, PathPattern pattern, string termsUrl)
    {
        var said = Labels.All.Where(label => label.Rsl is not null)
            .Select(label => (Use: label.Rsl!, Value: terms.AtPriced(pattern, DeclaredTerms.AnyOf(label.Purpose)))) // those without a word are left out
            .Where(entry => entry.Value is not null).Select(entry => (entry.Use, Value: entry.Value!)).ToArray();
        if (said.Length == 0)
            return;
        string[] refused = [.. said.Where(entry => entry.Value.Verdict == Verdict.Refuse).Select(entry => entry.Use)];
        string[] free = [.. said.Where(entry => DeclaredTerms.Passes(entry.Value)).Select(entry => entry.Use)];
        var priced = said.Where(entry => entry.Value.Verdict == Verdict.Charge).GroupBy(entry => entry.Value.Price!, entry => entry.Use).ToArray(); // a charge has a price
        xml.WriteStartElement("content");
        xml.WriteAttributeString("url", pattern.Text);
        if (free.Length > 0 || priced.Length == 0)
            WriteLicense(xml, free, refused, null, termsUrl);
        foreach (var group in priced)
            WriteLicense(xml, [.. group], free.Length > 0 ? [] : refused, group.Key, termsUrl);
        xml.WriteElementString("terms", termsUrl);
        xml.WriteEndElement();
    }

    static void WriteLicense(XmlWriter xml, string[] permitted, string[] prohibited, Price? price, string termsUrl)
    {
        xml.WriteStartElement("license");
        if (permitted.Length > 0)
            WriteUsage(xml, "permits", permitted);
        if (prohibited.Length > 0)
            WriteUsage(xml, "prohibits", prohibited);
        if (price is not null)
        {
            xml.WriteStartElement("payment");
            xml.WriteAttributeString("type", "crawl");
            xml.WriteElementString("custom", termsUrl);
            if (price.Unit == PriceUnit.Request)
            {
                xml.WriteStartElement("amount");
                xml.WriteAttributeString("currency", price.Amount.Currency);
                xml.WriteString(price.Amount.Decimal);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    static void WriteUsage(XmlWriter xml, string name, string[] words)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("type", "usage");
        xml.WriteString(string.Join(' ', words));
        xml.WriteEndElement();
    }
}
