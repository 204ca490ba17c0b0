using Gardu.Terms.Declarations;

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
/// <param name="Vocabulary">In which of <see cref="VocabularyNames"/>.</param>
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
