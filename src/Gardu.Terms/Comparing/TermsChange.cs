using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Comparing;

/// <summary>Something that other terms give somebody on the paths of a pattern; the same as before where only those beside them change.</summary>
/// <param name="Path">The pattern, where no longer one speaks of them.</param>
/// <param name="Who">A purpose, <c>unknown</c> for machines outside the catalogue, <c>agent:TOKEN</c> or <c>operator:NAME</c>.</param>
/// <param name="Old">What they got; null where nothing was said.</param>
/// <param name="New">What they get; null where nothing is said.</param>
public sealed record TermsChange(string Path, string Who, TermsValue? Old, TermsValue? New)
{
    /// <summary>Positive where they get less than before, negative where more, 0 where it makes no difference: what nobody speaks of is allowed.</summary>
    public int Strictness => (New ?? TermsValue.Allow).CompareTo(Old ?? TermsValue.Allow);
}

/// <summary>A mode that is another, or that stays while the site's changes.</summary>
/// <param name="Path">The rule's pattern; null for the site's own mode.</param>
/// <param name="Old">How far it went; null where no rule had the pattern.</param>
/// <param name="New">How far it goes; null where no rule has the pattern.</param>
public sealed record ModeChange(string? Path, Mode? Old, Mode? New);
