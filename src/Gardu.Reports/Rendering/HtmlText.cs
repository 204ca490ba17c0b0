using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Gardu.Reports.Rendering;

/// <summary>
/// Builds a page. What stands in the template is markup; every value that is put into it is shown as text, made
/// printable and escaped, unless it is markup already (<see cref="Markup"/>).
/// </summary>
public sealed class HtmlText
{
    const int ValueCharsMax = 600;

    readonly StringBuilder text = new();

    /// <summary>Adds markup with values in it.</summary>
    public HtmlText Add([System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("")] Template template)
    {
        _ = template; // has been written to this page while it was made
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    /// <summary>Text as it may stand in an element or a quoted attribute.</summary>
    public static string Escape(string value) => HtmlEncoder.Default.Encode(PrintableText.Of(value, ValueCharsMax));

    /// <summary>A text of many lines as it may stand in an element, each line made printable.</summary>
    /// <param name="text">Lines end with a line feed, or with both marks.</param>
    /// <param name="most">Characters of a line at the most; what is longer is cut.</param>
    public static Markup Lines(string text, int most) =>
        new(string.Join('\n', text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal).Split('\n').Select(line => HtmlEncoder.Default.Encode(PrintableText.Of(line, most)))));

    /// <summary>What is markup already.</summary>
    /// <param name="Text">The markup.</param>
    public readonly record struct Markup(string Text);

    /// <summary>Writes the parts of an interpolated string to a page.</summary>
    [System.Runtime.CompilerServices.InterpolatedStringHandler]
    public readonly struct Template
    {
        readonly StringBuilder to;

        /// <summary>Called by the compiler.</summary>
        public Template(int literalLength, int formattedCount, HtmlText page)
        {
            to = page.text;
            to.EnsureCapacity(to.Length + literalLength + formattedCount * 8);
        }

        /// <summary>Called by the compiler.</summary>
        public void AppendLiteral(string markup) => to.Append(markup);

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted(string? value) => to.Append(Escape(value ?? ""));

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted(Markup markup) => to.Append(markup.Text);

        /// <summary>Called by the compiler.</summary>
        public void AppendFormatted(long value) => to.Append(value.ToString(CultureInfo.InvariantCulture));
    }
}
