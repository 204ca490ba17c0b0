namespace Gardu.Gate.Ledger;

/// <summary>Who may read the log: its checkpoint, tiles and keys. What entries are about is shown to whom it concerns alone.</summary>
public enum LedgerAccess : byte
{
    /// <summary>Whoever brings a key of a licensee.</summary>
    Licensees,

    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Nobody, and there are no receipts either.</summary>
    Off,
}
