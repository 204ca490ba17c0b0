using System.CommandLine;
using Gardu.Commands.Terms;

namespace Gardu.Commands;

/// <summary><c>gardu terms</c>: what the terms say, do and did.</summary>
static class TermsCommand
{
    public static Command Create() => new("terms", "Show, check and try terms")
    {
        ShowTerms.Create(),
        CheckTerms.Create(),
        ImportTerms.Create(),
        PreviewTerms.Create(),
        DiffTerms.Create(),
        TestTerms.Create(),
        PresetTerms.Create(),
        HistoryTerms.CreateHistory(),
        HistoryTerms.CreateAt(),
    };
}
