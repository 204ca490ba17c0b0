using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Gardu.Protocols.Signatures;
using Gardu.Protocols.StructuredFields;
using Gardu.Protocols.Tests.StructuredFields;

namespace Gardu.Protocols.Tests.Signatures;

/// <summary>RFC 9421 section 2.5 with strings and patterns, as slow and plain as it gets. Null for no base.</summary>
static partial class NaiveSignatureBase
{
    static readonly string[] Dictionaries = ["signature-agent", "content-digest", "priority", "signature-input", "signature"];

    public static string? Of(SignedMessage message, MessageSignature signature)
    {
        var lines = new List<string>();
        var seen = new List<string>();
        foreach (var component in signature.Components)
        {
            var parameters = component.Parameters.Entries.ToDictionary(entry => entry.Key, entry => entry.Value);
            var sorted = component.Name + string.Concat(parameters.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $";{entry.Key}={entry.Value}"));
            var value = Value(message, component.Name, parameters);
            if (seen.Contains(sorted) || value is null || value.Any(c => c != '\t' && (c < ' ' || c > '~')))
                return null;
            seen.Add(sorted);
            lines.Add($"\"{component.Name}\"{component.Parameters}: {value}");
        }
        lines.Add($"\"@signature-params\": ({string.Join(' ', signature.Components.Select(component => $"\"{component.Name}\"{component.Parameters}"))}){signature.Parameters}");
        return string.Join('\n', lines);
    }

    static string? Value(SignedMessage message, string name, Dictionary<string, BareItem> parameters)
    {
        foreach (var (key, value) in parameters)
        {
            var isKnown = key is "sf" or "bs" or "req" ? value is BareItem.Boolean { Value: true } : key is "key" or "name" && value is BareItem.String;
            if (!isKnown)
                return null;
        }
        var source = parameters.ContainsKey("req") ? message.Request : message;
        if (source is null)
            return null;
        if (name.StartsWith('@'))
        {
            if (parameters.Keys.Any(key => key != "req" && !(key == "name" && name == "@query-param")))
                return null;
            return Derived(source, name, parameters.TryGetValue("name", out var asked) ? ((BareItem.String)asked).Value : null);
        }
        if (parameters.ContainsKey("name") || !FieldName().IsMatch(name) || source.Field(name) is not { Count: > 0 } sent)
            return null;
        var lines = sent.Select(line => Fold().Replace(line ?? "", " ").Trim(' ', '\t', '\r', '\n')).ToList();
        if (parameters.ContainsKey("bs"))
            return parameters.ContainsKey("sf") || parameters.ContainsKey("key") || lines.Any(line => line.Any(c => c > 127)) ? null
                : string.Join(", ", lines.Select(line => ":" + Convert.ToBase64String(Encoding.Latin1.GetBytes(line)) + ":"));
        var joined = string.Join(", ", lines);
        if (parameters.TryGetValue("key", out var member))
            return NaiveField.Member(joined, ((BareItem.String)member).Value);
        return !parameters.ContainsKey("sf") ? joined : Dictionaries.Contains(name) ? NaiveField.Dictionary(joined) : name == "cache-status" ? NaiveField.List(joined) : null;
    }

    static string? Derived(SignedMessage message, string name, string? asked)
    {
        var authority = message.Authority?.ToLowerInvariant();
        if (message.Scheme?.ToLowerInvariant() == "https" && authority?.EndsWith(":443", StringComparison.Ordinal) == true)
            authority = authority[..^4];
        else if (message.Scheme?.ToLowerInvariant() == "http" && authority?.EndsWith(":80", StringComparison.Ordinal) == true)
            authority = authority[..^3];
        else
            authority = authority?.TrimEnd(':');
        var target = message.RequestTarget is null ? null : Target().Match(message.RequestTarget == "*" ? "" : message.RequestTarget);
        var path = target is not { Success: true } ? null : target.Groups[1].Value == "" ? "/" : target.Groups[1].Value;
        var query = target is not { Success: true } ? null : target.Groups[2].Value;
        switch (name)
        {
            case "@method":
                return message.Method;
            case "@authority":
                return authority is "" ? null : authority;
            case "@scheme":
                return message.Scheme?.ToLowerInvariant();
            case "@target-uri":
                return message.Scheme is null || authority is null or "" || path is null ? null : message.Scheme.ToLowerInvariant() + "://" + authority + path + query;
            case "@request-target":
                return message.RequestTarget;
            case "@path":
                return path;
            case "@query":
                return query is "" ? "?" : query;
            case "@status":
                return message.Status?.ToString(CultureInfo.InvariantCulture);
            case "@query-param" when asked is not null && query is not null:
                return Pairs(query).Where(pair => pair.Name == asked).Select(pair => pair.Value).ToArray() is [var one] ? one : null;
            default:
                return null;
        }
    }

    static IEnumerable<(string Name, string Value)> Pairs(string query) =>
        from part in (query.Length > 0 ? query[1..] : "").Split('&')
        where part != ""
        let pair = part.Split('=', 2)
        select (Encode(pair[0]), Encode(pair.Length > 1 ? pair[1] : ""));

    static string Encode(string form) =>
        Uri.EscapeDataString(WebUtility.UrlDecode(form)).Replace("~", "%7E", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal);

    [GeneratedRegex(@"^[a-z0-9!#$%&'*+\-.^_`|~]+\z")]
    private static partial Regex FieldName();

    [GeneratedRegex(@"[ \t]*\r?\n[ \t]+")]
    private static partial Regex Fold();

    [GeneratedRegex(@"^(?:[A-Za-z][A-Za-z0-9+.\-]*://[^/?]*)?((?:/[^?]*)?)((?:\?.*)?)\z", RegexOptions.Singleline)]
    private static partial Regex Target();
}
