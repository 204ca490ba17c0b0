using Gardu.Evidence.Scan.Indexing;

namespace Gardu.Evidence.Scan.Matching;

/// <summary>The documents looked at last, ready. One for each thread.</summary>
sealed class OwnSides(ScanIndex index)
{
    /// <summary>Octets of text that are kept at the most.</summary>
    const long KeptMax = 16 * 1024 * 1024;

    readonly Dictionary<uint, LinkedListNode<(uint Number, OwnSide Side)>> known = [];
    readonly LinkedList<(uint Number, OwnSide Side)> latest = [];
    long kept;

    public OwnSide this[uint number]
    {
        get
        {
            if (known.TryGetValue(number, out var node))
            {
                latest.Remove(node);
                latest.AddFirst(node);
                return node.Value.Side;
            }
            var side = new OwnSide(index, number);
            known[number] = latest.AddFirst((number, side));
            for (kept += side.Length; kept > KeptMax && latest.Count > 1; latest.RemoveLast())
            {
                kept -= latest.Last!.Value.Side.Length; // there are two at least
                known.Remove(latest.Last.Value.Number);
            }
            return side;
        }
    }
}
