namespace Gardu.Terms.Declarations;

/// <summary>The vocabularies that sites speak, in the order in which they are shown.</summary>
public static class VocabularyNames
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
