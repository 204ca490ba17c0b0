using Gardu.Agents.Addresses;

namespace Gardu.Agents.Feeds;

/// <summary>One loaded list of published addresses.</summary>
/// <param name="File">Its file name, as <see cref="Catalogue.AddressFeedSource.File"/>.</param>
/// <param name="Dated">Its <c>creationTime</c>, else the file's time.</param>
/// <param name="Ranges">At least one; in the order of the file.</param>
/// <param name="Rejected">Entries that could not be read.</param>
public sealed record AddressFeed(string File, DateTimeOffset Dated, IReadOnlyList<AddressRange> Ranges, int Rejected)
{
    /// <summary>How far a copy's date may lie from a request for the copy to show that the request lies about its name.</summary>
    public static TimeSpan FreshFor { get; } = TimeSpan.FromDays(90);

    /// <summary>Whether the copy can disprove a claim made at <paramref name="at"/>.</summary>
    public bool IsFreshAt(DateTimeOffset at) => (at - Dated).Duration() <= FreshFor;
}
