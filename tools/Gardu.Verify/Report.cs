namespace Gardu.Verify;

/// <summary>What there is to say of one file.</summary>
/// <param name="file">As it was named on the command line.</param>
sealed class Report(string file)
{
    /// <summary>Doubts that are told one by one; further ones are counted.</summary>
    const int ToldMax = 20;

    readonly List<string> proven = [];
    readonly List<string> notProven = [];
    readonly List<string> doubts = [];

    public string File => file;

    /// <summary>What the file is; null where it was not read so far.</summary>
    public string? Kind { get; set; }

    /// <summary>Why it could not be read; null where it was.</summary>
    public string? Unread { get; set; }

    public IReadOnlyList<string> Proven => proven;

    public IReadOnlyList<string> NotProven => notProven;

    public int DoubtCount { get; private set; }

    public IEnumerable<string> Doubts => DoubtCount > ToldMax ? doubts.Append($"and {DoubtCount - ToldMax} more") : doubts;

    public void Prove(string what) => proven.Add(what);

    public void Leave(string what) => notProven.Add(what);

    public void Doubt(string what)
    {
        if (DoubtCount++ < ToldMax)
            doubts.Add(what);
    }
}
