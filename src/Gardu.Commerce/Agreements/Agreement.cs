using Gardu.Terms.Values;

namespace Gardu.Commerce.Agreements;

/// <summary>That a licensee has agreed to a document: who did, when, and for what.</summary>
public sealed record Agreement
{
    /// <summary>What an id starts with.</summary>
    public const string Prefix = "agr_";

    /// <summary><c>agr_</c> and 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Title and version of the document, as people call it.</summary>
    public required string Document { get; init; }

    /// <summary><see cref="AgreementDocument.Hash"/> of the document.</summary>
    public required string DocumentHash { get; init; }

    /// <summary>The person who accepted it.</summary>
    public required string AcceptedBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>What it is about. One that names purposes and paths lifts what the terms refuse there.</summary>
    public Scope Scope { get; init; } = Scope.Everything;

    /// <summary>What is paid by it, before what a plan or the terms say; null where it names no price.</summary>
    public Price? Price { get; init; }

    /// <summary>From when on it holds, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Until when; null for no end.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>How long before its end either side says that it ends.</summary>
    public TimeSpan Notice { get; init; }

    /// <summary>Whether it holds at a time.</summary>
    public bool IsInForceAt(DateTimeOffset time) => time >= Start && (End is not { } end || time < end);
}
