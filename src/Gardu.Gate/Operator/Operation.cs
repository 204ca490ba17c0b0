using Gardu.Terms.Decisions;

namespace Gardu.Gate.Operator;

/// <summary>Something that the operator's API does for whoever brings the operator's token.</summary>
/// <param name="Name">Its name, as words with hyphens: <c>credit-add</c>.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Below <c>/api/v1</c>; names of parameters in braces.</param>
/// <param name="Parameters">What it takes: those in the path there, others in the body of <c>POST</c> and <c>PATCH</c>, and in the query else.</param>
/// <param name="AnswerType">What it answers, for its description.</param>
/// <param name="Do">Does it with the values given, by parameter. Blocks. Throws <see cref="Recording.StoreException"/>.</param>
public sealed record Operation(
    string Name, string Summary, string Method, string Path, IReadOnlyList<OperationParameter> Parameters, Type AnswerType,
    Func<IReadOnlyDictionary<OperationParameter, IReadOnlyList<string>>, OperationOutcome> Do);

/// <summary>What an operation takes.</summary>
/// <param name="Name">Its name: <c>noticeDays</c>.</param>
/// <param name="Description">What it is.</param>
/// <param name="ValueType">What values it has: texts, numbers (<see cref="int"/>) or truth values.</param>
/// <param name="IsList">Whether it may be given several times.</param>
/// <param name="IsRequired">Whether it has to be given.</param>
/// <param name="Choices">All values that it may have; empty for any.</param>
/// <param name="IsKey">Whether it comes in <c>Idempotency-Key</c>.</param>
public sealed record OperationParameter(string Name, string Description, Type ValueType, bool IsList, bool IsRequired, IReadOnlyList<string> Choices, bool IsKey = false);

/// <summary>What came of it: an answer, or a problem.</summary>
/// <param name="Json">The answer; null for a problem.</param>
/// <param name="Reason">The problem's reason; null for none.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">The problem in words.</param>
public readonly record struct OperationOutcome(string? Json, ReasonCode? Reason = null, int Status = 200, string? Detail = null);
