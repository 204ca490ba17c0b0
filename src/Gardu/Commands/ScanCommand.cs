using System.CommandLine;
using Gardu.Commands.Scan;

namespace Gardu.Commands;

/// <summary><c>gardu scan</c>: whether the owner's content is in a corpus.</summary>
static class ScanCommand
{
    public static Command Create() => new("scan", "Find out whether your content is in somebody's corpus, and show where") { ScanIndexCommand.Create(), ScanRunCommand.Create(), ScanMergeCommand.Create() };
}
