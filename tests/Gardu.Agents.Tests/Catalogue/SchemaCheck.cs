using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gardu.Agents.Tests.Catalogue;

/// <summary>The part of JSON Schema that the catalogue's schema uses; a keyword it does not know is an error, not a pass.</summary>
sealed class SchemaCheck(JsonElement root)
{
    readonly List<string> faults = [];

    public IReadOnlyList<string> Faults => faults;

    public SchemaCheck Check(JsonElement value)
    {
        Check(root, value, "$");
        return this;
    }

    void Check(JsonElement schema, JsonElement value, string at)
    {
        foreach (var keyword in schema.EnumerateObject())
            Check(schema, keyword, value, at);
    }

    void Check(JsonElement schema, JsonProperty keyword, JsonElement value, string at)
    {
        var rule = keyword.Value;
        switch (keyword.Name)
        {
            case "$schema" or "title" or "description" or "$defs":
                break;
            case "$ref":
                Check(root.GetProperty("$defs").GetProperty(rule.GetString()!["#/$defs/".Length..]), value, at);
                break;
            case "type":
                Expect(TypeOf(value) == rule.GetString(), at, $"is {TypeOf(value)}, not {rule}");
                break;
            case "enum":
                Expect(rule.EnumerateArray().Any(choice => choice.ValueEquals(value.GetString())), at, $"{value} is none of {rule}");
                break;
            case "pattern":
                Expect(Regex.IsMatch(value.GetString()!, rule.GetString()!), at, $"{value} is not {rule}");
                break;
            case "minimum":
                Expect(value.GetInt64() >= rule.GetInt64(), at, $"{value} < {rule}");
                break;
            case "maximum":
                Expect(value.GetInt64() <= rule.GetInt64(), at, $"{value} > {rule}");
                break;
            case "minItems":
                Expect(value.GetArrayLength() >= rule.GetInt32(), at, "has too few items");
                break;
            case "required":
                foreach (var name in rule.EnumerateArray())
                    Expect(value.TryGetProperty(name.GetString()!, out _), at, $"lacks {name}");
                break;
            case "anyOf":
                Expect(rule.EnumerateArray().Any(choice => new SchemaCheck(choice).Check(value).Faults.Count == 0), at, "fits no choice");
                break;
            case "items":
                foreach (var (index, item) in value.EnumerateArray().Index())
                    Check(rule, item, $"{at}[{index}]");
                break;
            case "properties":
                foreach (var member in value.EnumerateObject())
                    if (rule.TryGetProperty(member.Name, out var memberSchema))
                        Check(memberSchema, member.Value, $"{at}.{member.Name}");
                break;
            case "additionalProperties":
                foreach (var member in value.EnumerateObject())
                    Expect(schema.GetProperty("properties").TryGetProperty(member.Name, out _), at, $"has an unknown member {member.Name}");
                break;
            default:
                throw new NotSupportedException($"schema keyword {keyword.Name}");
        }
    }

    void Expect(bool holds, string at, string fault)
    {
        if (!holds)
            faults.Add($"{at} {fault}");
    }

    static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        _ => "null",
    };
}
