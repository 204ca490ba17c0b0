namespace Gardu.Protocols.Signatures;

/// <summary>Asks a client to sign who it is (RFC 9421 section 5.1).</summary>
public static class AcceptSignature
{
    /// <summary>The field's name.</summary>
    public const string Field = "Accept-Signature";

    /// <summary>The signature that is asked for: over the host and the client's <c>Signature-Agent</c>, with the times of its making and its end.</summary>
    public const string Value = $"sig1=(\"@authority\" \"signature-agent\";key=\"sig1\");created;expires;tag=\"{SignatureFields.AgentTag}\"";
}
