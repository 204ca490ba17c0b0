using Gardu.Ledger.Exports;

namespace Gardu.Verify;

/// <summary>Whether the indexes of an export rise, and, where nothing narrows it, whether any is missing.</summary>
sealed class IndexOrder(ExportFilter filter, long size)
{
    long previous = -1;
    long next = filter.First ?? 0;

    /// <summary>What is missing behind the last line; null for nothing.</summary>
    public string? Missing => Gap((filter.Last ?? size - 1) + 1);

    /// <summary>Takes the next line's index; says what is wrong with it.</summary>
    public string? Take(long index)
    {
        if (index <= previous)
            return $"index {index} comes behind {previous}: two entries were exchanged, or one stands twice";
        var gap = Gap(index);
        (previous, next) = (index, index + 1);
        return gap;
    }

    string? Gap(long until) => filter.LeavesOut || until <= next ? null
        : until == next + 1 ? $"the entry at index {next} is missing: it was dropped"
        : $"the entries from index {next} to {until - 1} are missing: they were dropped";
}
