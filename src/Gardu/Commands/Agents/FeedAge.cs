using System.Globalization;
using Gardu.Agents.Feeds;

namespace Gardu.Commands.Agents;

/// <summary>Lists in words.</summary>
static class FeedAge
{
    /// <summary>Whole days since the list's date; negative where the date is to come.</summary>
    public static int Days(AddressFeed feed, DateTimeOffset now) => (int)Math.Floor((now - feed.Dated).TotalDays);

    public static string Say(AddressFeed feed, DateTimeOffset now)
    {
        var lies = feed.IsFreshAt(now) ? "" : $"; too old to show a lie (over {AddressFeed.FreshFor.TotalDays:0} days)";
        return string.Create(CultureInfo.InvariantCulture, $"{feed.Ranges.Count} ranges of {feed.Dated:yyyy-MM-dd}, {Days(feed, now)} days old{lies}");
    }

    public static string Name(this FeedOutcome outcome) => outcome switch
    {
        FeedOutcome.Updated => "updated",
        FeedOutcome.Unchanged => "unchanged",
        FeedOutcome.Kept => "kept",
        FeedOutcome.Failed => "failed",
        _ => throw new InvalidOperationException($"no word for outcome {outcome}"),
    };
}
