using Gardu.Evidence.Scan.Reading;

namespace Gardu.Commands.Scan;

/// <summary>The files that somebody named.</summary>
static class ScanFiles
{
    /// <summary>Their paths; what cannot be found is a mistake of whoever named it.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> named)
    {
        var found = CorpusFiles.Find(named);
        return found.Problems is [var first, ..] ? throw new UsageException(first) : found.Paths;
    }

    /// <summary>Octets of files, as far as they can be told.</summary>
    public static long LengthOf(IEnumerable<string> files) => files.Sum(file => file == CorpusFiles.StandardInput || !File.Exists(file) ? 0 : new FileInfo(file).Length);
}
