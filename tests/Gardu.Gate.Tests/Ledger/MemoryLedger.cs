using Gardu.Gate.Ledger;
using Gardu.Gate.Recording;

namespace Gardu.Gate.Tests.Ledger;

/// <summary>A ledger in memory that can be made to fail.</summary>
sealed class MemoryLedger : ILedgerView
{
    public Dictionary<string, byte[]> Files { get; } = [];

    public List<ConcernedEntry> Entries { get; } = [];

    public Dictionary<RequestId, LedgerReceipt> Receipts { get; } = [];

    /// <summary>Cancelled once the database answers.</summary>
    public CancellationToken Silence { get; set; } = new(canceled: true);

    public bool IsDamaged { get; set; }

    public string Keys => "log log.example+00000000+key\n";

    public LedgerState State { get; } = new();

    public byte[]? File(string path) => IsDamaged ? throw new StoreException("a tile is missing", isCorrupt: true) : Files.GetValueOrDefault(path);

    public ConcernedEntry? Entry(long index) => index < Entries.Count ? Entries[(int)index] : null;

    public LedgerReceipt? Receipt(RequestId request)
    {
        Silence.WaitHandle.WaitOne();
        return Receipts.GetValueOrDefault(request);
    }
}
