namespace Gardu.Agents.Undeclared;

/// <summary>What a client did in one stretch of ten minutes.</summary>
/// <param name="Pages">Pages that it asked for.</param>
/// <param name="Parts">Requests for what pages load.</param>
/// <param name="PeakMinute">The most pages in one minute of the clock.</param>
/// <param name="Paths">Different paths among them, about.</param>
/// <param name="Counted">The longest run of paths that count a number up by one.</param>
/// <param name="Sorted">The longest run of paths in alphabetical order that do not.</param>
public readonly record struct ConductFigures(int Pages, int Parts, int PeakMinute, int Paths, int Counted, int Sorted)
{
    /// <summary>Pages in a minute that nobody opens: three in two seconds, for a whole minute.</summary>
    public const int MinuteMax = 90;

    /// <summary>Pages in ten minutes that nobody opens: one every two seconds.</summary>
    public const int StretchMax = 300;

    /// <summary>Different paths in ten minutes.</summary>
    public const int PathsMax = 200;

    /// <summary>Pages from which on it tells something that nothing they load was asked for.</summary>
    public const int AloneMin = 30;

    /// <summary>Steps of a run. By chance a run of so many happens to one of 10^30.</summary>
    public const int RunMin = 30;

    /// <summary>
    /// The signs in it. A client that asks for what pages load at least half as often as for pages is not judged by these:
    /// that is a person, or many behind one address.
    /// </summary>
    public Signs Signs
    {
        get
        {
            if (Pages < AloneMin || Parts * 2 >= Pages)
                return Signs.None;
            return (PeakMinute > MinuteMax ? Signs.PagesInAMinute : 0) | (Pages > StretchMax ? Signs.PagesInTenMinutes : 0)
                | (Paths > PathsMax ? Signs.ManyPaths : 0) | (Parts == 0 ? Signs.PagesAlone : 0)
                | (Counted >= RunMin ? Signs.CountsUp : 0) | (Sorted >= RunMin ? Signs.Alphabetical : 0);
        }
    }
}
