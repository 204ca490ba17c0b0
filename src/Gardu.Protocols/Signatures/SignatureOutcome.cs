namespace Gardu.Protocols.Signatures;

/// <summary>What came of checking a signature.</summary>
public enum SignatureOutcome
{
    /// <summary>It holds.</summary>
    Valid,

    /// <summary>It does not say when it was made.</summary>
    NoCreated,

    /// <summary>It says it was made later than now.</summary>
    CreatedInFuture,

    /// <summary>It does not say when it ends.</summary>
    NoExpires,

    /// <summary>It has ended.</summary>
    Expired,

    /// <summary>It does not say which key.</summary>
    NoKeyId,

    /// <summary>It names an algorithm that no key here has.</summary>
    UnknownAlgorithm,

    /// <summary>It could be sent to any other host.</summary>
    HostNotCovered,

    /// <summary>It does not say whose it is.</summary>
    AgentNotCovered,

    /// <summary>It names another algorithm than its key's.</summary>
    OtherAlgorithm,

    /// <summary>Its key does not count yet, or no longer.</summary>
    KeyNotInForce,

    /// <summary>Something it covers is not in the message or cannot be covered.</summary>
    NotInMessage,

    /// <summary>A digest it covers is not that of the body.</summary>
    OtherBody,

    /// <summary>Another text, or another key, was signed with.</summary>
    DoesNotVerify,
}

/// <summary>Outcomes in words.</summary>
public static class SignatureOutcomes
{
    /// <summary>A few words for whoever signs, to stand behind "the signature".</summary>
    public static string Words(this SignatureOutcome outcome) => outcome switch
    {
        SignatureOutcome.Valid => "is valid",
        SignatureOutcome.NoCreated => "has no created time",
        SignatureOutcome.CreatedInFuture => "was created in the future",
        SignatureOutcome.NoExpires => "has no expires time",
        SignatureOutcome.Expired => "is expired",
        SignatureOutcome.NoKeyId => "has no keyid",
        SignatureOutcome.UnknownAlgorithm => "names an unknown algorithm",
        SignatureOutcome.HostNotCovered => "does not cover the host (@authority or @target-uri)",
        SignatureOutcome.AgentNotCovered => "does not cover its Signature-Agent",
        SignatureOutcome.OtherAlgorithm => "names an algorithm that is not its key's",
        SignatureOutcome.KeyNotInForce => "is by a key that is not in force now",
        SignatureOutcome.NotInMessage => "covers something the message does not have",
        SignatureOutcome.OtherBody => "covers a digest that is not the body's",
        SignatureOutcome.DoesNotVerify => "does not verify",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
