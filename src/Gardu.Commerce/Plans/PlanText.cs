using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gardu.Protocols.Robots;
using Gardu.Terms;
using Gardu.Terms.Values;

namespace Gardu.Commerce.Plans;

/// <summary>A plan as it is kept and shown: one JSON object in the words of <c>gardu.yaml</c>, always the same octets for the same plan.</summary>
public static class PlanText
{
    /// <summary>The word for a fee that is settled by contract.</summary>
    public const string ByContract = "contract";

    /// <summary>The object, in UTF-8.</summary>
    public static byte[] Write(Plan plan) => JsonSerializer.SerializeToUtf8Bytes(new Kept
    {
        Price = plan.Fee?.ToString() ?? ByContract,
        Included = plan.Included?.ToString(),
        UnitPrice = plan.UnitPrice?.ToString(),
        Cap = plan.Cap?.ToString(),
        Limit = plan.Rate?.ToString()["limit ".Length..],
        Purposes = Texts(plan.Scope.Purposes, purpose => purpose.Name()),
        Sites = Texts(plan.Scope.Sites, site => site),
        Paths = Texts(plan.Scope.Paths, path => path.Text),
        Agreement = plan.NeedsAgreement ? null : "none",
    }, KeptJson.Default.Kept);

    /// <summary>Reads what <see cref="Write"/> gives; null for anything else.</summary>
    public static Plan? Read(string name, ReadOnlySpan<byte> text)
    {
        Kept? kept;
        try
        {
            kept = JsonSerializer.Deserialize(text, KeptJson.Default.Kept);
        }
        catch (JsonException)
        {
            return null;
        }
        if (kept is null)
            return null;
        var plan = new Plan
        {
            Name = name,
            Fee = kept.Price is { } fee && Fee.TryParse(fee, out var read, out _) ? read : null,
            Included = kept.Included is { } included && Quantity.TryParse(included, out var quantity, out _) ? quantity : null,
            UnitPrice = kept.UnitPrice is { } price && Price.TryParse(price, out var unit, out _) ? unit : null,
            Cap = kept.Cap is { } cap && Quantity.TryParse(cap, out var most, out _) ? most : null,
            Rate = RateLimit.TryParse("limit " + kept.Limit, out var limit) ? limit : null,
            Scope = new Scope
            {
                Purposes = [.. (kept.Purposes ?? []).Where(purpose => PurposeNames.TryParse(purpose, out _)).Select(Purpose)],
                Sites = kept.Sites ?? [],
                Paths = [.. (kept.Paths ?? []).Select(path => PathPattern.TryParse(path, out var pattern) ? pattern : null).OfType<PathPattern>()],
            },
            NeedsAgreement = kept.Agreement is null,
        };
        return Write(plan).AsSpan().SequenceEqual(text) ? plan : null;
    }

    /// <summary>What tells versions apart: SHA-256 of <see cref="Write"/>, in lower-case hexadecimal digits.</summary>
    public static string HashOf(Plan plan) => Convert.ToHexStringLower(SHA256.HashData(Write(plan)));

    static Purpose Purpose(string name) => PurposeNames.TryParse(name, out var purpose) ? purpose : default;

    static string[]? Texts<T>(IReadOnlyList<T> values, Func<T, string> text) => values.Count == 0 ? null : [.. values.Select(text)];

    internal sealed record Kept
    {
        public required string? Price { get; init; }

        public string? Included { get; init; }

        [JsonPropertyName("unit-price")]
        public string? UnitPrice { get; init; }

        public string? Cap { get; init; }

        public string? Limit { get; init; }

        public string[]? Purposes { get; init; }

        public string[]? Sites { get; init; }

        public string[]? Paths { get; init; }

        public string? Agreement { get; init; }
    }
}

/// <summary>How plans are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PlanText.Kept))]
sealed partial class KeptJson : JsonSerializerContext;
