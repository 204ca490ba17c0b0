using System.Text.Json;

namespace Gardu.Commerce.Metering;

/// <summary>
/// How far a path fits the objects and arrays that are open. Those that fit are always the outermost ones without a gap, so their
/// number is all that has to be kept.
/// </summary>
struct PathCursor(RecordPath path)
{
    int fitting;
    bool nameFits;

    /// <summary>Takes the name of the member that comes next.</summary>
    /// <param name="reader">Stands on the name.</param>
    /// <param name="depth">Objects and arrays that are open; at least 1.</param>
    public void TakeName(ref Utf8JsonReader reader, int depth)
    {
        nameFits = false;
        if (fitting != depth || depth > path.Steps.Count)
            return;
        var step = path.Steps[depth - 1];
        nameFits = step.Kind == RecordStepKind.Every || (step.Kind == RecordStepKind.Name && JsonStrings.IsWhole(ref reader) && reader.ValueTextEquals(step.Name));
    }

    /// <summary>Takes a value, and says whether it is what the path picks.</summary>
    /// <param name="isContainer">Whether it is an object or an array.</param>
    /// <param name="depth">Objects and arrays that are open around it.</param>
    /// <param name="index">Its place in an array; negative for an object's member.</param>
    public bool TakeValue(bool isContainer, int depth, long index)
    {
        if (depth > path.Steps.Count || (depth > 0 && (fitting != depth || !Fits(path.Steps[depth - 1], index))))
            return false;
        if (isContainer)
            fitting = depth + 1;
        return depth == path.Steps.Count;
    }

    /// <summary>Takes the end of an object or array, and says whether it was what the path picks.</summary>
    /// <param name="depth">Those that are still open.</param>
    public bool TakeEnd(int depth)
    {
        if (fitting <= depth)
            return false;
        fitting = depth;
        return depth == path.Steps.Count;
    }

    readonly bool Fits(RecordStep step, long index) =>
        index < 0 ? nameFits : step.Kind == RecordStepKind.Every || (step.Kind == RecordStepKind.Index && step.Index == index);
}
