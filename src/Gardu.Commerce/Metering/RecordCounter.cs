using System.Buffers;
using System.Text.Json;

namespace Gardu.Commerce.Metering;

/// <summary>
/// Counts the records of a JSON body (RFC 8259) while it is read once from start to end, in bounded memory. Several values in a row, as
/// NDJSON has them, are several roots. A name that an object has twice is followed twice.
/// </summary>
public sealed class RecordCounter
{
    /// <summary>Longest string, number or stretch of blanks behind a comma, in bytes.</summary>
    public const int TokenMax = 16 * 1024 * 1024;

    /// <summary>How deep objects and arrays may nest.</summary>
    public const int DepthMax = 64;

    /// <summary>Most records whose ids are kept.</summary>
    public const int IdsMax = 1_000_000;

    /// <summary>Longest id, in bytes as the body writes it; a longer one is none.</summary>
    public const int IdLengthMax = 256;

    const int BufferSize = 64 * 1024;

    /// <summary>One level more than is taken, so that it is told by our own words.</summary>
    static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = DepthMax + 1 };

    readonly RecordPath records;
    readonly RecordPath? ids;

    RecordCounter(RecordPath records, RecordPath? ids) => (this.records, this.ids) = (records, ids);

    static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Makes a counter; <paramref name="error"/> says in words why the paths do not go together.</summary>
    /// <param name="records">What is counted.</param>
    /// <param name="ids">
    /// Where in each record its id is, such as <c>$.data[*].id</c> for <c>$.data[*]</c>; the record itself may be its id. Null where no ids
    /// are asked for.
    /// </param>
    /// <param name="counter">The counter, which any number of threads may use at once.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryCreate(RecordPath records, RecordPath? ids, out RecordCounter? counter, out string? error)
    {
        var fits = ids is null || (ids.Steps.Count >= records.Steps.Count
            && new RecordPath([.. ids.Steps.Take(records.Steps.Count)]).Equals(records)
            && ids.Steps.Skip(records.Steps.Count).All(step => step.Kind != RecordStepKind.Every));
        counter = fits ? new RecordCounter(records, ids) : null;
        error = fits ? null : $"the path of ids \"{ids}\" has to begin with the path of records \"{records}\" and name one value in each; write for instance \"{records}.id\"";
        return fits;
    }

    /// <summary>
    /// Counts the records of a body. An id is a string's value or a number's digits as they stand; a record whose id is missing, longer
    /// than <see cref="IdLengthMax"/>, not text, or of another kind has null in its place. An empty body has no records.
    /// </summary>
    /// <param name="body">The body without content coding; read to its end unless it is no JSON, and left open. Its own errors are thrown.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public ValueTask<MeterResult> CountAsync(Stream body, CancellationToken cancellationToken = default) => CountAsync(body, BufferSize, cancellationToken);

    /// <summary>The same with a buffer of a size to begin with, 4 bytes or more.</summary>
    internal async ValueTask<MeterResult> CountAsync(Stream body, int size, CancellationToken cancellationToken)
    {
        var tally = new RecordTally(records, ids);
        var state = new JsonReaderState(Options);
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var isStart = true;
            for (var length = 0; ;)
            {
                // Filled to the end before it is read, so that a long value that comes in drops is not read again for each drop.
                length += await body.ReadAtLeastAsync(buffer.AsMemory(length, size - length), size - length, throwOnEndOfStream: false, cancellationToken);
                var isEnd = length < size;
                var mark = isStart && buffer.AsSpan(0, length).StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
                isStart = false;
                if (Read(buffer.AsSpan(mark, length - mark), isEnd, tally, ref state, out var taken) is { } problem)
                    return MeterResult.Failed(problem);
                if (isEnd)
                    return tally.Result;
                taken += mark;
                buffer.AsSpan(taken, length - taken).CopyTo(buffer);
                length -= taken;
                if (taken > 0)
                    continue;
                if (size >= TokenMax)
                    return MeterResult.Failed($"the body holds a value, a name or a stretch of blanks longer than {TokenMax / (1024 * 1024)} MiB");
                size = Math.Min(2 * size, TokenMax);
                buffer = Grow(buffer, length, size);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static string? Read(ReadOnlySpan<byte> bytes, bool isEnd, RecordTally tally, ref JsonReaderState state, out int taken)
    {
        var reader = new Utf8JsonReader(bytes, isEnd, state);
        taken = 0;
        try
        {
            while (reader.Read())
                if (tally.Take(ref reader) is { } problem)
                    return problem;
        }
        catch (JsonException error)
        {
            return FormattableString.Invariant($"the body is not JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }
        state = reader.CurrentState;
        taken = (int)reader.BytesConsumed;
        return null;
    }

    static byte[] Grow(byte[] buffer, int length, int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
