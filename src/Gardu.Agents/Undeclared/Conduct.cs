using System.Runtime.CompilerServices;

namespace Gardu.Agents.Undeclared;

/// <summary>What is kept of one client: figures of this stretch of ten minutes and of the one before, of fixed size.</summary>
struct Conduct
{
    /// <summary>Seconds of a stretch.</summary>
    public const int Stretch = 600;

    /// <summary>Characters of a path that is compared with the next; a longer one ends a run.</summary>
    const int ComparedMax = 256;

    const int PathBits = 1024;

    [InlineArray(PathBits / 64)]
    struct PathMap
    {
        ulong first;
    }

    public ulong Key;
    public long LastSeen;
    long start;
    long minute;
    int minutePages;
    int counting;
    int sorting;
    string? previous;
    PathMap paths;
    ConductFigures now;
    ConductFigures before;

    /// <summary>Pages in both stretches: what a newcomer has to beat.</summary>
    public readonly int Weight => now.Pages + before.Pages;

    /// <summary>Notes a request, and says what the client did so far.</summary>
    public (ConductFigures Now, ConductFigures Before) Note(RequestKind kind, string target, long seconds)
    {
        if (seconds - start is < 0 or >= Stretch) // a clock that was set back would make one stretch last for as long
            Turn(seconds);
        LastSeen = seconds;
        if (kind == RequestKind.Part)
            now = now with { Parts = now.Parts + 1 };
        else if (kind == RequestKind.Page)
            NotePage(target, seconds / 60);
        return (now, before);
    }

    void Turn(long seconds)
    {
        before = seconds - start is >= 0 and < 2 * Stretch ? now : default;
        now = default;
        paths = default;
        (counting, sorting, minutePages) = (0, 0, 0);
        start = seconds;
    }

    void NotePage(string target, long thisMinute)
    {
        minutePages = thisMinute == minute ? minutePages + 1 : 1;
        minute = thisMinute;
        var step = previous is null ? PathStep.None : PathSteps.Between(previous, target);
        counting = step == PathStep.CountsUp ? counting + 1 : 0;
        sorting = step == PathStep.Ascends ? sorting + 1 : 0;
        previous = target.Length <= ComparedMax ? target : null;
        now = new ConductFigures(
            now.Pages + 1, now.Parts, Math.Max(now.PeakMinute, minutePages), now.Paths + (IsNew(target) ? 1 : 0),
            Math.Max(now.Counted, counting), Math.Max(now.Sorted, sorting));
    }

    /// <summary>Whether a path has not been asked for in this stretch. Two paths may fall on one bit: the count is never too high.</summary>
    bool IsNew(string target)
    {
        var bit = (uint)target.GetHashCode(StringComparison.Ordinal) % PathBits;
        ref var word = ref paths[(int)(bit / 64)];
        var mask = 1UL << (int)(bit % 64);
        var isNew = (word & mask) == 0;
        word |= mask;
        return isNew;
    }
}
