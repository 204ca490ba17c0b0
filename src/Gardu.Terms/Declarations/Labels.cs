namespace Gardu.Terms.Declarations;

/// <summary>
/// What each public vocabulary calls a purpose: data, since drafts rename them. Null where a vocabulary has no word.
/// </summary>
/// <param name="Purpose">The purpose.</param>
/// <param name="Rsl">RSL 1.0 usage.</param>
/// <param name="ContentSignal">Content Signals key.</param>
/// <param name="ContentUsage">AIPREF label (draft-ietf-aipref-vocab-08).</param>
public sealed record Labels(Purpose Purpose, string? Rsl, string? ContentSignal, string? ContentUsage)
{
    /// <summary>Every purpose that a vocabulary has a word for.</summary>
    public static IReadOnlyList<Labels> All { get; } =
    [
        new(Purpose.Search, "search", "search", "search"),
        new(Purpose.AiIndex, "ai-index", null, null),
        new(Purpose.AiInput, "ai-input", "ai-input", "ai-use"),
        new(Purpose.AiTrain, "ai-train", "ai-train", "train-ai"),
    ];
}
