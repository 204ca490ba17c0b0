using System.Text.Json;

namespace Gardu.Protocols.Signatures;

/// <summary>The members of an object of a card, and the first that has a wrong type or is too long.</summary>
/// <param name="element">The object; null where it is absent.</param>
sealed class CardMembers(JsonElement? element)
{
    /// <summary>What is wrong, in words; null for nothing.</summary>
    public string? Error { get; private set; } = element is { ValueKind: not JsonValueKind.Object } ? "no object" : null;

    public JsonElement? Object(string name) => Find(name) is not { } value ? null : value.ValueKind == JsonValueKind.Object ? value : Wrong<JsonElement?>(name, "an object");

    public string? Text(string name) => Find(name) is not { } value ? null : Text(value) ?? Wrong<string?>(name, $"text of at most {AgentCard.TextLengthMax} characters");

    public Uri? Address(string name) => Text(name) is not { } text ? null : AgentAddress.Of(text)?.Url ?? Wrong<Uri?>(name, "an https address");

    public bool Flag(string name) => Find(name) is { } value && (value.ValueKind == JsonValueKind.True || (value.ValueKind != JsonValueKind.False && Wrong<bool>(name, "true or false")));

    public IReadOnlyList<string> Texts(string name)
    {
        if (Find(name) is not { } value)
            return [];
        var texts = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= AgentCard.EntriesMax ? value.EnumerateArray().Select(Text).ToArray() : [null];
        return texts.Contains(null) ? Wrong<IReadOnlyList<string>?>(name, $"a list of at most {AgentCard.EntriesMax} texts") ?? [] : texts!;
    }

    public KeySet? Keys(string name)
    {
        if (Find(name) is not { } value)
            return null;
        var keys = KeySet.Of(value, out var error);
        if (keys is null)
            Error ??= $"{name}: {error}";
        return keys;
    }

    static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= AgentCard.TextLengthMax } text ? text : null;

    JsonElement? Find(string name) => element is { ValueKind: JsonValueKind.Object } members && members.TryGetProperty(name, out var value) ? value : null;

    T? Wrong<T>(string name, string expected)
    {
        Error ??= $"{name} is not {expected}";
        return default;
    }
}
