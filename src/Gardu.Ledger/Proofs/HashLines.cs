using Gardu.Ledger.Merkle;

namespace Gardu.Ledger.Proofs;

/// <summary>Hashes as proofs list them: one a line, in base64.</summary>
static class HashLines
{
    /// <summary>Reads the lines of a proof; null where one is no hash, or there are more than <paramref name="most"/>.</summary>
    public static IReadOnlyList<TreeHash>? Parse(ReadOnlySpan<string> lines, int most)
    {
        if (lines.Length > most)
            return null;
        var hashes = new List<TreeHash>();
        foreach (var line in lines)
        {
            if (!TreeHash.TryParse(line, out var hash))
                return null;
            hashes.Add(hash);
        }
        return hashes;
    }

    /// <summary>Each hash with its line feed.</summary>
    public static string Of(IEnumerable<TreeHash> hashes) => string.Concat(hashes.Select(hash => $"{hash}\n"));
}
