namespace Gardu.Terms.Checking;

/// <summary>What a vocabulary says of a purpose.</summary>
public enum Stance : byte
{
    /// <summary>It may be.</summary>
    Allow,

    /// <summary>Some may and some may not; the words say who.</summary>
    Mixed,

    /// <summary>It may be under terms that stand elsewhere (TDMRep).</summary>
    Reserved,

    /// <summary>It may be for a price.</summary>
    Price,

    /// <summary>It may not be.</summary>
    Refuse,
}

/// <summary>One thing that a site says of one purpose.</summary>
/// <param name="Vocabulary">In which of <see cref="Vocabularies"/>.</param>
/// <param name="Source">Where it stands: <c>robots.txt</c>, <c>Content-Usage header</c>.</param>
/// <param name="Purpose">Of what.</param>
/// <param name="Stance">What it comes to.</param>
/// <param name="Words">The same in words, behind the source: <c>says no</c>.</param>
public sealed record Statement(string Vocabulary, string Source, Purpose Purpose, Stance Stance, string Words)
{
    /// <summary>Whether it is about this purpose by name; what merely follows from silence or from a word for everything is not.</summary>
    public bool IsFirm { get; init; } = true;

    /// <summary>Whether it speaks of all paths at once, so that what it means may be elsewhere.</summary>
    public bool IsSiteWide { get; init; }
}

/// <summary>The vocabularies that sites speak, in the order in which they are shown.</summary>
public static class Vocabularies
{
    /// <summary>Groups and rules (RFC 9309).</summary>
    public const string Robots = "robots.txt";

    /// <summary>Content Signals, in robots.txt or a header.</summary>
    public const string ContentSignal = "Content-Signal";

    /// <summary>AIPREF, in robots.txt or a header.</summary>
    public const string ContentUsage = "Content-Usage";

    /// <summary>RSL 1.0.</summary>
    public const string Rsl = "RSL";

    /// <summary>TDM Reservation Protocol.</summary>
    public const string Tdm = "TDMRep";

    /// <summary>Spawning's file.</summary>
    public const string AiTxt = "ai.txt";

    /// <summary><c>X-Robots-Tag</c> and robots <c>meta</c>.</summary>
    public const string NoAi = "noai";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Robots, ContentSignal, ContentUsage, Rsl, Tdm, AiTxt, NoAi];
}
