namespace Gardu.Agents.Names;

/// <summary>What forward-confirmed reverse DNS says of an address.</summary>
public enum NameProof : byte
{
    /// <summary>It could not be found out, or not yet.</summary>
    Undecided,

    /// <summary>The address has a name with one of the suffixes, and that name has the address.</summary>
    Confirmed,

    /// <summary>The address has no such name.</summary>
    Refuted,
}
