namespace Gardu.Gate.Ledger;

/// <summary>How the ledger is doing, for health and metrics; written by whoever keeps it.</summary>
public sealed class LedgerState
{
    long size;
    long cosigned;

    /// <summary>Why nothing is published at the moment; null while all is well. What is to be recorded waits in the database.</summary>
    public string? Failure { get; set; }

    /// <summary>Entries that are published.</summary>
    public long Size
    {
        get => Interlocked.Read(ref size);
        set => Interlocked.Exchange(ref size, value);
    }

    /// <summary>Entries of the last checkpoint that every witness has signed too; 0 where none is named.</summary>
    public long Cosigned
    {
        get => Interlocked.Read(ref cosigned);
        set => Interlocked.Exchange(ref cosigned, value);
    }
}
