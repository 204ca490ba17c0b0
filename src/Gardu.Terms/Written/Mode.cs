namespace Gardu.Terms.Written;

/// <summary>How far a rule goes, in growing effect.</summary>
public enum Mode : byte
{
    /// <summary>Nothing changes for anybody; the record says what would have been.</summary>
    Observe,

    /// <summary>Declarations are served and machine responses carry what would have been.</summary>
    Warn,

    /// <summary>Refusals, limits and charges happen.</summary>
    Enforce,
}
