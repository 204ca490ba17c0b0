using Gardu.Terms.Declarations;

namespace Gardu.Terms.Checking;

/// <summary>Two statements of one purpose that cannot both be meant.</summary>
/// <param name="Yes">The one that lets it be.</param>
/// <param name="No">The one that does not.</param>
public sealed record Contradiction(Statement Yes, Statement No)
{
    const int OtherPathsMax = 50;

    /// <summary>In words.</summary>
    public override string ToString() => $"{Yes.Purpose.Name()}: {Yes.Source} {Yes.Words}, {No.Source} {No.Words}";

    /// <summary>
    /// Every contradiction on the page. A vocabulary without prices says a price as a refusal, and a reservation that names terms
    /// leaves everything to them, so neither contradicts a price. Being let in by robots.txt is no leave to use: only an agent of
    /// the purpose that it names contradicts a refusal by name. What is said of all paths at once may be meant for others than this.
    /// </summary>
    public static IReadOnlyList<Contradiction> Of(SiteDeclarations site)
    {
        var statements = Statements.Of(site, site.Path);
        var found = statements.Where(yes => yes.Stance == Stance.Allow)
            .SelectMany(yes => statements.Where(no => no.Purpose == yes.Purpose && Contradicts(yes, no)), (yes, no) => new Contradiction(yes, no)).ToArray();
        if (!Array.Exists(found, contradiction => contradiction.Yes.IsSiteWide || contradiction.No.IsSiteWide))
            return found;
        var elsewhere = site.OtherPaths().Take(OtherPathsMax).SelectMany(path => Statements.Of(site, path)).Except(statements)
            .Where(statement => statement is { IsSiteWide: false, Stance: not Stance.Mixed }).Select(statement => (statement.Purpose, statement.Stance == Stance.Allow)).ToHashSet();
        bool IsMeantElsewhere(Statement statement) => statement.IsSiteWide && elsewhere.Contains((statement.Purpose, statement.Stance == Stance.Allow));
        return [.. found.Where(contradiction => !IsMeantElsewhere(contradiction.Yes) && !IsMeantElsewhere(contradiction.No))];
    }

    static bool Contradicts(Statement yes, Statement no) => (yes.Vocabulary, no.Stance) switch
    {
        (_, Stance.Allow or Stance.Mixed) => false,
        (_, Stance.Reserved) when !no.IsFirm => false,
        (VocabularyNames.Robots, Stance.Price) => false, // let in, to be asked for it
        (VocabularyNames.Robots, _) => yes.IsFirm && no.IsFirm,
        (VocabularyNames.Rsl, _) when no.Vocabulary == VocabularyNames.Rsl => yes.IsFirm && no.IsFirm, // of two documents the stricter holds
        _ => yes.IsFirm || no.IsFirm,
    };
}
