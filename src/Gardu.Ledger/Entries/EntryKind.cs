namespace Gardu.Ledger.Entries;

/// <summary>What an entry is about (<c>docs/formats/ledger.md</c>). The numbers are written, so none is ever used again for something else.</summary>
public enum EntryKind : byte
{
    /// <summary>One machine request.</summary>
    Usage = 1,

    /// <summary>What a site says from now on.</summary>
    Declaration = 2,

    /// <summary>What the gate works by from now on.</summary>
    Configuration = 3,

    /// <summary>A licensee that was added or erased.</summary>
    Licensee = 4,

    /// <summary>A key of a licensee that was given out, ends or was revoked.</summary>
    Key = 5,

    /// <summary>A key of the log itself.</summary>
    LogKey = 6,

    /// <summary>What the owner did to the record.</summary>
    Operator = 7,

    /// <summary>A charge that was taken back.</summary>
    Void = 8,

    /// <summary>What moves a balance besides charges: credit, a fee, a refund.</summary>
    Posting = 9,

    /// <summary>What a licensee has agreed to.</summary>
    Agreement = 10,

    /// <summary>A plan that a licensee has, or has no longer.</summary>
    Subscription = 11,
}
