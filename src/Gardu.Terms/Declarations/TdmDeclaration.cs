using System.Text;
using System.Text.Json;
using Gardu.Protocols.Robots;

namespace Gardu.Terms.Declarations;

/// <summary>
/// Terms as a <c>/.well-known/tdmrep.json</c> file: the rights of text and data mining are reserved where training, grounding or
/// an index for answers does not pass unpaid. The first location that matches counts there, so the longest stands first.
/// </summary>
public static class TdmDeclaration
{
    static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };

    /// <summary>Renders the file, with a line end behind it.</summary>
    /// <param name="terms">What is declared.</param>
    /// <param name="policy">Absolute address of the terms in words.</param>
    public static string Render(DeclaredTerms terms, string policy)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartArray();
            foreach (var (pattern, isReserved) in Reservations(terms))
            {
                json.WriteStartObject();
                json.WriteString("location", pattern.Text);
                json.WriteNumber("tdm-reservation", isReserved ? 1 : 0);
                if (isReserved)
                    json.WriteString("tdm-policy", policy);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Of equally long patterns those that reserve come first.</summary>
    static IEnumerable<(PathPattern Pattern, bool IsReserved)> Reservations(DeclaredTerms terms) =>
        terms.Patterns.Select(pattern => (Pattern: pattern, Values: Labels.All.Where(label => label.Purpose.IsAi()).Select(label => terms.At(pattern, DeclaredTerms.AnyOf(label.Purpose))).ToArray()))
            .Where(entry => entry.Values.Any(value => value is not null))
            .Select(entry => (entry.Pattern, IsReserved: !Array.TrueForAll(entry.Values, DeclaredTerms.Passes)))
            .OrderByDescending(entry => entry.Pattern.Length).ThenByDescending(entry => entry.IsReserved);
}
