namespace Gardu.Verify;

/// <summary>Indexes that were counted: a bit each, in groups of 64, so that a whole log is small and no order is asked for.</summary>
sealed class SeenIndexes
{
    readonly Dictionary<long, ulong> groups = [];

    /// <summary>Adds one; false where it was there.</summary>
    public bool Add(long index)
    {
        var bit = 1UL << (int)(index & 63);
        var group = groups.GetValueOrDefault(index >> 6);
        groups[index >> 6] = group | bit;
        return (group & bit) == 0;
    }
}
