namespace Gardu.Protocols.Dns;

/// <summary>The kinds of DNS records that are asked for or followed (RFC 1035 section 3.2.2, RFC 3596).</summary>
public enum DnsType : ushort
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>Another name for the same thing.</summary>
    CName = 5,

    /// <summary>The name that an address points to.</summary>
    Ptr = 12,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,
}
