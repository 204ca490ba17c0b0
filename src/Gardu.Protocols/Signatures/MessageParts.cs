namespace Gardu.Protocols.Signatures;

/// <summary>A message put together by hand: a request to be sent, a response that was fetched.</summary>
public sealed class MessageParts : SignedMessage
{
    string? method, scheme, authority, requestTarget;
    int? status;
    SignedMessage? request;
    readonly Dictionary<string, IReadOnlyList<string?>> fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A request for an absolute address.</summary>
    public static MessageParts RequestFor(string method, Uri address) =>
        new() { method = method, scheme = address.Scheme, authority = address.Authority, requestTarget = address.PathAndQuery };

    /// <summary>A request, of the pieces that are known.</summary>
    public static MessageParts OfRequest(string? method = null, string? scheme = null, string? authority = null, string? requestTarget = null) =>
        new() { method = method, scheme = scheme, authority = authority, requestTarget = requestTarget };

    /// <summary>A response to a request.</summary>
    public static MessageParts OfResponse(int status, SignedMessage request) => new() { status = status, request = request };

    /// <inheritdoc/>
    public override string? Method => method;

    /// <inheritdoc/>
    public override string? Scheme => scheme;

    /// <inheritdoc/>
    public override string? Authority => authority;

    /// <inheritdoc/>
    public override string? RequestTarget => requestTarget;

    /// <inheritdoc/>
    public override int? Status => status;

    /// <inheritdoc/>
    public override SignedMessage? Request => request;

    /// <summary>Sets the lines of a field in place of those it had.</summary>
    public MessageParts With(string name, params IReadOnlyList<string?> lines)
    {
        fields[name] = lines;
        return this;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string?>? Field(string name) => fields.GetValueOrDefault(name);
}
