namespace Gardu.Agents.Names;

/// <summary>What a lookup found of one address.</summary>
/// <param name="Confirmed">Its names that lead back to it.</param>
/// <param name="IsWhole">False where something could not be had, so that a name may be missing.</param>
/// <param name="Until">The clock's timestamp from which on it no longer counts.</param>
sealed record SettledNames(IReadOnlyList<string> Confirmed, bool IsWhole, long Until)
{
    public NameProof Proves(IReadOnlyList<string> suffixes)
    {
        for (var i = 0; i < Confirmed.Count; i++)
            if (NameSuffix.EndsAny(Confirmed[i], suffixes))
                return NameProof.Confirmed;
        return IsWhole ? NameProof.Refuted : NameProof.Undecided;
    }
}
