using Gardu.Commerce.Charging;
using Gardu.Commerce.Metering;
using Gardu.Gate.Recording;
using Gardu.Gate.Sites;
using Gardu.Terms.Values;

namespace Gardu.Gate.Charging;

/// <summary>How many units of what a price counts an answer has.</summary>
static class Meter
{
    /// <summary>Counts. A problem says in words why that cannot be done; keys are those of records that have an id, each charged once.</summary>
    /// <param name="site">Whose content it is; says where records are.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="record">The request.</param>
    /// <param name="answer">The head of the answer.</param>
    /// <param name="body">The body; null where it streams, and then nothing but requests can be counted.</param>
    /// <param name="stop">Gives up.</param>
    public static async ValueTask<(long Units, IReadOnlyList<byte[]>? Keys, string? Problem)> CountAsync(
        Site site, PriceUnit unit, UsageRecord record, HttpResponseMessage answer, Spool? body, CancellationToken stop)
    {
        if (unit == PriceUnit.Request)
            return (1, null, null);
        if (body is null || answer.Content.Headers.ContentEncoding.Any(coding => coding != "identity"))
            return (0, null, "it does not come whole and uncoded");
        if (unit == PriceUnit.Record)
            return site.Records is { } records ? KeysOf(await records.CountAsync(body.Read(), stop), site, record) : (0, null, "the site does not say where its records are");
        var type = answer.Content.Headers.ContentType;
        var size = await TextSize.MeasureAsync(body.Read(), type?.MediaType, type?.CharSet, stop);
        return (unit switch
        {
            PriceUnit.Kilobyte => TextSize.Kilobytes(size.Count),
            PriceUnit.Token => TextSize.Tokens(size.Count),
            _ => 0,
        }, null, unit == PriceUnit.Minute ? "minutes of audio are not counted yet" : size.Problem);
    }

    /// <summary>The records without an id count each time; those with one by its key.</summary>
    static (long Units, IReadOnlyList<byte[]>? Keys, string? Problem) KeysOf(MeterResult counted, Site site, UsageRecord record)
    {
        if (!counted.IsCounted || counted.Ids is null)
            return (counted.Count, null, counted.IsCounted ? null : counted.Problem);
        var number = 0;
        return (counted.Count, [.. counted.Ids.Select(id => ChargeKey.OfRecord(site.Name, record.Identity.Purpose, id ?? FormattableString.Invariant($"{record.Id} {number++}"), Sales.Window, record.Time))], null);
    }
}
