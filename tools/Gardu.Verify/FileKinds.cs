using System.Text;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Statements;

namespace Gardu.Verify;

/// <summary>Tells files by how they begin; what they are called does not matter.</summary>
static class FileKinds
{
    const int BeginningMax = 4096;

    /// <summary>Opens a file; null for one of no kind known here.</summary>
    public static EvidenceFile? Open(string path, Report report)
    {
        if (Directory.Exists(path))
            throw new IOException("it is a folder");
        using var stream = File.OpenRead(path);
        var beginning = Encoding.UTF8.GetString(Limited.Read(stream, BeginningMax));
        return beginning switch
        {
            _ when Begins("PK\u0003\u0004") || Begins("PK\u0005\u0006") => new CaseFile(path, report),
            _ when Begins(ExportHeader.Beginning) => new ExportFile(path, report),
            _ when Begins(Statement.Beginning) => new StatementFile(path, report),
            _ when Begins("c2sp.org/tlog-proof@") => new ReceiptFile(path, report),
            _ when Begins("old ") => new ConsistencyFile(path, report),
            _ when IsKeys(beginning) => new KeysFile(path, report),
            _ when IsCheckpoint(beginning) => new CheckpointFile(path, report),
            _ => null,
        };

        bool Begins(string with) => beginning.StartsWith(with, StringComparison.Ordinal);
    }

    /// <summary>Its first word, behind empty lines, is one of a keys.txt.</summary>
    static bool IsKeys(string beginning) =>
        beginning.TrimStart(' ', '\t', '\n') is var text && (text.StartsWith('#') || text.Split(' ', '\t', '\n')[0] is "log" or "witness" or "group" or "quorum");

    /// <summary>Its second line is a number.</summary>
    static bool IsCheckpoint(string beginning) => beginning.Split('\n') is [{ Length: > 0 }, { Length: > 0 } size, _, ..] && size.All(char.IsAsciiDigit);
}
