using Gardu.Commerce.Metering;

namespace Gardu.Commerce.Tests.Metering;

/// <summary>Counts in one call.</summary>
static class Records
{
    public static RecordPath Path(string text) => RecordPath.TryParse(text, out var path, out var error) ? path! : throw new ArgumentException(error);

    public static RecordCounter Counter(string records, string? ids = null) =>
        RecordCounter.TryCreate(Path(records), ids is null ? null : Path(ids), out var counter, out var error) ? counter! : throw new ArgumentException(error);

    public static MeterResult Count(byte[] body, string records, string? ids = null) => Counter(records, ids).CountAsync(new MemoryStream(body)).Completed();

    public static MeterResult Count(byte[] body, string records, string? ids, int size, params int[] pieces) =>
        Counter(records, ids).CountAsync(new DrippingStream(body, pieces), size, default).Completed();

    /// <summary>Streams of these tests never wait.</summary>
    public static MeterResult Completed(this ValueTask<MeterResult> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }

    public static void Same(MeterResult expected, MeterResult actual)
    {
        Assert.Equal(expected with { Ids = null }, actual with { Ids = null });
        Assert.Equal(expected.Ids, actual.Ids);
    }
}
