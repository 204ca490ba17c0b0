using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;

namespace Gardu.Verify;

/// <summary>Every checkpoint of every file, held against the others: a log only grows, so each earlier one must be the beginning of each later one.</summary>
sealed class History
{
    readonly List<(Checkpoint Checkpoint, Report Report)> checkpoints = [];
    readonly List<(ConsistencyProof Proof, Checkpoint Later, Report Report)> proofs = [];

    /// <summary>Takes a checkpoint that somebody who is believed signed. Two of one size with two roots are a fork.</summary>
    public void Add(Checkpoint checkpoint, Report report)
    {
        if (checkpoints.Exists(known => known.Checkpoint == checkpoint))
            return;
        foreach (var (known, where) in checkpoints.Where(known => known.Checkpoint.Origin == checkpoint.Origin && known.Checkpoint.Size == checkpoint.Size))
            report.Doubt($"fork: the log {Shown.Of(known.Origin)} signed two different trees of {known.Size} entries, {known.Root} in {Shown.Of(where.File)} and {checkpoint.Root} here. It shows different histories to different people");
        checkpoints.Add((checkpoint, report));
    }

    /// <summary>Takes a proof whose later checkpoint is signed.</summary>
    public void Add(ConsistencyProof proof, Checkpoint later, Report report)
    {
        Add(later, report);
        proofs.Add((proof, later, report));
    }

    /// <summary>The checkpoints of a log at a size.</summary>
    public IEnumerable<Checkpoint> At(string origin, long size) => checkpoints.Select(known => known.Checkpoint).Where(known => known.Origin == origin && known.Size == size);

    /// <summary>Says which checkpoints are shown to be the beginning of which, once all are known.</summary>
    public void Conclude()
    {
        var begins = new List<(Checkpoint Earlier, Checkpoint Later)>();
        foreach (var (proof, later, report) in proofs)
        {
            var found = false;
            foreach (var earlier in At(later.Origin, proof.OldSize))
            {
                found = true;
                if (proof.Holds(earlier))
                {
                    begins.Add((earlier, later));
                    report.Prove($"the tree of {earlier.Size} entries is the beginning of the tree of {later.Size}: nothing in it was changed, dropped or put in since");
                }
                else
                {
                    report.Doubt($"the proof does not show that the tree of {earlier.Size} entries, root {earlier.Root}, is the beginning of the tree of {later.Size}: the log was rewritten (a fork), or the proof is not of these two");
                }
            }
            if (!found)
                report.Leave($"that a tree of {proof.OldSize} entries is the beginning of the tree of {later.Size}: no checkpoint of {proof.OldSize} entries was given to hold it against");
        }
        foreach (var log in checkpoints.GroupBy(known => known.Checkpoint.Origin))
        {
            var last = log.MaxBy(known => known.Checkpoint.Size).Checkpoint;
            foreach (var (earlier, report) in log.Where(known => known.Checkpoint.Size < last.Size && !Leads(known.Checkpoint, last, begins)))
                report.Leave($"that its tree of {earlier.Size} entries is the beginning of the tree of {last.Size} that is given too: no proof of consistency leads from the one to the other");
        }
    }

    /// <summary>Whether proofs lead from one tree to another, over others or not. The tree without entries is the beginning of all.</summary>
    static bool Leads(Checkpoint from, Checkpoint to, List<(Checkpoint Earlier, Checkpoint Later)> begins)
    {
        if (from.Size == 0 && from.Root == TreeHash.Empty)
            return true;
        var reached = new HashSet<Checkpoint> { from };
        foreach (var (earlier, later) in begins.OrderBy(pair => pair.Earlier.Size))
            if (reached.Contains(earlier))
                reached.Add(later);
        return reached.Contains(to);
    }
}
