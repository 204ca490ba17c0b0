namespace Gardu.Evidence.Scan.Indexing;

/// <summary>Whose an anchor is. Only what is <see cref="Own"/> is evidence; the others are shown in grey.</summary>
public enum AnchorClass
{
    /// <summary>The owner's alone, as far as anybody knows.</summary>
    Own,

    /// <summary>In texts that cannot be the owner's: common turns, laws, scripture.</summary>
    Background,

    /// <summary>In more of the owner's documents than three, and than one in 2,000: a byline, a disclaimer.</summary>
    Template,

    /// <summary>In what others wrote and the owner carries: a wire feed, a press release.</summary>
    ThirdParty,
}
