using Gardu.Ledger.Merkle;

namespace Gardu.Store.Ledger;

/// <summary>How far the order of entries has come, as the database has it.</summary>
/// <param name="Size">Entries that have an index.</param>
/// <param name="Root">The tree's root over them.</param>
/// <param name="Epoch">Goes up whenever another sequencer takes over.</param>
public readonly record struct LedgerHead(long Size, TreeHash Root, long Epoch);
