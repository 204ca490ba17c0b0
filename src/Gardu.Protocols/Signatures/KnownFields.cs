using System.Collections.Frozen;
using Gardu.Protocols.StructuredFields;

namespace Gardu.Protocols.Signatures;

/// <summary>Structured fields whose type is registered or belongs to a protocol spoken here; <c>sf</c> needs the type to write a field canonically (RFC 9421 section 2.1.1).</summary>
static class KnownFields
{
    enum Type
    {
        Dictionary,
        List,
        Item,
    }

    static readonly FrozenDictionary<string, Type> Types = new[]
    {
        (Type.Dictionary, "accept-signature cdn-cache-control content-digest content-usage permissions-policy priority repr-digest signature signature-agent signature-input want-content-digest want-repr-digest"),
        (Type.List, "accept-ch cache-status client-cert-chain proxy-status ratelimit ratelimit-policy"),
        (Type.Item, "client-cert cross-origin-embedder-policy cross-origin-opener-policy idempotency-key origin-agent-cluster"),
    }.SelectMany(of => of.Item2.Split(' ').Select(name => KeyValuePair.Create(name, of.Item1))).ToFrozenDictionary();

    /// <summary>The field canonically; null where it cannot be read, or its type is not known: a guess could sign one meaning and read another.</summary>
    public static string? Canonical(string name, string value) => !Types.TryGetValue(name, out var type) ? null : type switch
    {
        Type.Dictionary => StructuredField.TryParseDictionary(value, out var dictionary) ? dictionary.ToString() : null,
        Type.List => StructuredField.TryParseList(value, out var list) ? string.Join(", ", list) : null,
        Type.Item => StructuredField.TryParseItem(value, out var item) ? item!.ToString() : null,
        _ => null,
    };
}
