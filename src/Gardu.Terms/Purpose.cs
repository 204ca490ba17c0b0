namespace Gardu.Terms;

/// <summary>
/// What an agent takes content for. Each product token has exactly one for decisions; an owner may override it.
/// An agent of unknown purpose is decided as each AI purpose, and the strictest holds.
/// </summary>
public enum Purpose : byte
{
    /// <summary>SEO, link previews, feeds, monitors, archives, federation.</summary>
    Other,

    /// <summary>Links and short excerpts in a search engine.</summary>
    Search,

    /// <summary>An index that AI answers are retrieved from.</summary>
    AiIndex,

    /// <summary>Grounding, retrieval, answers, user-triggered fetchers and agents.</summary>
    AiInput,

    /// <summary>Training of models.</summary>
    AiTrain,
}

/// <summary>The names of purposes in terms, records and reports.</summary>
public static class PurposeNames
{
    /// <summary>What an unknown machine's purpose is called.</summary>
    public const string Unknown = "unknown";

    /// <summary>In terms: every AI purpose.</summary>
    public const string AiAll = "ai-all";

    /// <summary>In terms: every machine, never people.</summary>
    public const string All = "all";

    static readonly string[] Names = ["other", "search", "ai-index", "ai-input", "ai-train"];

    /// <summary>All purposes, in the order of <see cref="Purpose"/>.</summary>
    public static IReadOnlyList<string> Every => Names;

    /// <summary>The AI purposes.</summary>
    public static IReadOnlyList<Purpose> Ai { get; } = [Purpose.AiIndex, Purpose.AiInput, Purpose.AiTrain];

    /// <summary>The name that terms and records use.</summary>
    public static string Name(this Purpose purpose) => Names[(int)purpose];

    /// <summary>True for <c>ai-index</c>, <c>ai-input</c> and <c>ai-train</c>.</summary>
    public static bool IsAi(this Purpose purpose) => purpose >= Purpose.AiIndex;

    /// <summary>Reads a name as terms and the catalogue write it.</summary>
    public static bool TryParse(string text, out Purpose purpose)
    {
        var at = Array.IndexOf(Names, text);
        purpose = at < 0 ? default : (Purpose)at;
        return at >= 0;
    }
}
