using System.Text;
using System.Text.Json;

namespace Gardu.Commerce.Metering;

/// <summary>Counts records while the words of a JSON text go by.</summary>
sealed class RecordTally(RecordPath records, RecordPath? ids)
{
    readonly long[] places = new long[RecordCounter.DepthMax + 1];
    readonly List<string?>? found = ids is null ? null : [];
    PathCursor recordCursor = new(records);
    PathCursor idCursor = new(ids ?? records);
    long count;
    int depth;
    string? id;

    /// <summary>Takes one word; what is wrong with it, or null.</summary>
    public string? Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                recordCursor.TakeName(ref reader, depth);
                if (found is not null)
                    idCursor.TakeName(ref reader, depth);
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                return TakeEnd();
            case JsonTokenType.StartObject or JsonTokenType.StartArray when depth == RecordCounter.DepthMax:
                return $"the body nests objects and arrays more than {RecordCounter.DepthMax} deep";
            default:
                return TakeValue(ref reader);
        }
    }

    /// <summary>What was counted.</summary>
    public MeterResult Result => MeterResult.Of(count, found);

    string? TakeValue(ref Utf8JsonReader reader)
    {
        var isContainer = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        // An object's place is negative and stays so.
        var index = places[depth];
        if (index >= 0)
            places[depth]++;
        var isRecord = recordCursor.TakeValue(isContainer, depth, index);
        if (isRecord)
            count++;
        // The first id of a record stands; another one under the same name does not cancel it.
        if (found is not null && idCursor.TakeValue(isContainer, depth, index) && !isContainer)
            id ??= IdOf(ref reader);
        if (isContainer)
            places[++depth] = reader.TokenType == JsonTokenType.StartObject ? -1 : 0;
        return isRecord && !isContainer ? EndRecord() : null;
    }

    string? TakeEnd()
    {
        depth--;
        idCursor.TakeEnd(depth);
        return recordCursor.TakeEnd(depth) ? EndRecord() : null;
    }

    string? EndRecord()
    {
        if (found is null)
            return null;
        if (found.Count == RecordCounter.IdsMax)
            return FormattableString.Invariant($"the body holds more than {RecordCounter.IdsMax:N0} records with ids");
        found.Add(id);
        id = null;
        return null;
    }

    static string? IdOf(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        _ when reader.ValueSpan.Length > RecordCounter.IdLengthMax => null,
        JsonTokenType.String when JsonStrings.IsWhole(ref reader) => reader.GetString(),
        JsonTokenType.Number => Encoding.ASCII.GetString(reader.ValueSpan),
        _ => null,
    };
}
