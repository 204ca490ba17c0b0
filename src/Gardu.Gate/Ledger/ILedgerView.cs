using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Proofs;

namespace Gardu.Gate.Ledger;

/// <summary>An entry, and whom it concerns.</summary>
/// <param name="Entry">The entry, with its payload as far as it is not erased.</param>
/// <param name="Licensee">Whose it is; null for nobody's.</param>
/// <param name="Site">The site that it is about; null for none.</param>
public sealed record ConcernedEntry(Entry Entry, string? Licensee, string? Site);

/// <summary>A request's entry with what proves it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Proof">The receipt; null while no checkpoint has it.</param>
public sealed record LedgerReceipt(ConcernedEntry Entry, TlogProof? Proof);

/// <summary>What the gate shows of the ledger. Every call throws <see cref="StoreException"/> where it cannot be read, or is damaged.</summary>
public interface ILedgerView
{
    /// <summary>The log's keys and its witnesses, as a C2SP tlog-policy.</summary>
    string Keys { get; }

    /// <summary>How it is doing.</summary>
    LedgerState State { get; }

    /// <summary>A published file, <c>checkpoint</c> or a tile; null where there is none.</summary>
    /// <param name="path">Its address below the log's.</param>
    byte[]? File(string path);

    /// <summary>An entry by its index; null where there is none.</summary>
    ConcernedEntry? Entry(long index);

    /// <summary>The receipt for a request; null where none of that name is on record.</summary>
    LedgerReceipt? Receipt(RequestId request);
}
