namespace Gardu.Ledger.Statements;

/// <summary>A number that a statement says and the entries do not give.</summary>
/// <param name="Where">Of which line, in words, or <c>in all</c>.</param>
/// <param name="What"><c>requests</c> or <c>bytes</c>.</param>
/// <param name="Said">By the statement.</param>
/// <param name="Counted">In the entries.</param>
public sealed record StatementDifference(string Where, string What, long Said, long Counted);
