namespace Gardu.Terms.Decisions;

/// <summary>Why a request cannot pass whatever the terms say of its path, and the status that says so.</summary>
/// <param name="Reason">The reason code.</param>
/// <param name="Status">400, 401 or 403.</param>
public sealed record Objection(ReasonCode Reason, int Status)
{
    /// <summary>A signature of an agent that cannot be read.</summary>
    public static Objection SignatureMalformed { get; } = new(ReasonCodes.SignatureMalformed, 400);

    /// <summary>A key of Gardu's that is unknown, expired or revoked.</summary>
    public static Objection CredentialInvalid { get; } = new(ReasonCodes.CredentialInvalid, 401);

    /// <summary>A licence token that nobody issued, or that holds no longer.</summary>
    public static Objection LicenceInvalid { get; } = new(ReasonCodes.LicenceInvalid, 401);

    /// <summary>A key of Gardu's that is in force for other sites.</summary>
    public static Objection CredentialOutOfScope { get; } = new(ReasonCodes.CredentialOutOfScope, 403);

    /// <summary>A licensee that is suspended or closed.</summary>
    public static Objection LicenseeSuspended { get; } = new(ReasonCodes.LicenseeSuspended, 403);
}
