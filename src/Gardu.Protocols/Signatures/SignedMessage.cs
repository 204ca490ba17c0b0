namespace Gardu.Protocols.Signatures;

/// <summary>
/// What of a message a signature can cover (RFC 9421 section 2). What a kind of message does not have is null: a request has no
/// <see cref="Status"/> and no <see cref="Request"/>, a response none of the rest.
/// </summary>
public abstract class SignedMessage
{
    /// <summary>The method as sent; case counts.</summary>
    public virtual string? Method => null;

    /// <summary><c>https</c> or <c>http</c>, as the client sees it.</summary>
    public virtual string? Scheme => null;

    /// <summary>Host and port as the client sent them, in <c>Host</c> or <c>:authority</c>.</summary>
    public virtual string? Authority => null;

    /// <summary>The target as it stands in the request line or in <c>:path</c>: path and query, not decoded.</summary>
    public virtual string? RequestTarget => null;

    /// <summary>The status of a response.</summary>
    public virtual int? Status => null;

    /// <summary>The request that a response answers, for components marked <c>req</c>; null where it is not known.</summary>
    public virtual SignedMessage? Request => null;

    /// <summary>The lines of a field in their order; null (or none) where the message does not have it.</summary>
    /// <param name="name">In lower case.</param>
    public abstract IReadOnlyList<string?>? Field(string name);
}
