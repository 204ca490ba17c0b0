namespace Gardu.Protocols.Dns;

/// <summary>
/// What question and answer share (RFC 1035 section 4.1.1):
/// <code>
///  0        2       4          6         8           10
/// | id     | flags | questions | answers | authority | additional | question | answers …
/// flags:  response 1, kind 4, authoritative 1, truncated 1, recursion desired 1, available 1, reserved 3, code 4 bits
/// </code>
/// </summary>
static class DnsMessage
{
    public const int HeaderLength = 12;

    public const ushort Response = 0x8000;
    public const ushort KindOfQuery = 0x7800;
    public const ushort Truncated = 0x0200;
    public const ushort RecursionDesired = 0x0100;
    public const ushort CodeBits = 0x000F;

    /// <summary>The only class there is in practice.</summary>
    public const ushort Internet = 1;
}
