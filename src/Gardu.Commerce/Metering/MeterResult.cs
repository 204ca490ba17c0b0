namespace Gardu.Commerce.Metering;

/// <summary>How much of what is sold a body holds, or why that cannot be said.</summary>
/// <param name="IsCounted">False where the body could not be read; then nothing of it can be sold by the unit.</param>
/// <param name="Count">Records or bytes, 0 or more; 0 where nothing was counted.</param>
/// <param name="Ids">One entry a record in the body's order, null for a record without an id; null where none were asked for.</param>
/// <param name="Problem">What is wrong with the body, in words; null where it was counted.</param>
public readonly record struct MeterResult(bool IsCounted, long Count, IReadOnlyList<string?>? Ids, string? Problem)
{
    internal static MeterResult Of(long count, IReadOnlyList<string?>? ids = null) => new(true, count, ids, null);

    internal static MeterResult Failed(string problem) => new(false, 0, null, problem);
}
