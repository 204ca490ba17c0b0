using AngleSharp.Html.Parser;

namespace Gardu.Protocols.Html;

/// <summary>How a tokenizer without a tree goes on behind an element's start, which a tree builder would tell it (HTML section 13.2.6).</summary>
public static class ElementModes
{
    /// <summary>The mode behind the start of an element of HTML.</summary>
    /// <param name="element">Its name in lower case.</param>
    public static HtmlParseMode Behind(string element) => element switch
    {
        "script" => HtmlParseMode.Script,
        "title" or "textarea" => HtmlParseMode.RCData,
        "style" or "xmp" or "iframe" or "noembed" or "noframes" => HtmlParseMode.Rawtext,
        "plaintext" => HtmlParseMode.Plaintext,
        _ => HtmlParseMode.PCData,
    };
}
