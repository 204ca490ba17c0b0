using System.Numerics;

namespace Gardu.Protocols.Signatures;

/// <summary>The curve of Ed25519 (RFC 8032 section 5.1). Used once a key, never with a secret, so its time may vary.</summary>
static class EdwardsPoint
{
    const int Size = 32;

    static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    static readonly BigInteger D = Modulo(-121665 * BigInteger.ModPow(121666, P - 2, P));

    /// <summary>Whether 32 octets are the canonical encoding of a point (section 5.1.3).</summary>
    public static bool IsOnCurve(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != Size)
            return false;
        Span<byte> octets = stackalloc byte[Size];
        encoded.CopyTo(octets);
        octets[^1] &= 0x7F; // the sign of x
        var y = new BigInteger(octets, isUnsigned: true);
        if (y >= P)
            return false;
        // x is a root of u / v with u = y^2 - 1 and v = d y^2 + 1; v is never nought, so u v has a root where u / v has one (Euler).
        var square = Modulo((y * y - 1) * Modulo(D * y * y + 1));
        return square.IsZero ? (encoded[^1] & 0x80) == 0 : BigInteger.ModPow(square, (P - 1) / 2, P).IsOne;
    }

    static BigInteger Modulo(BigInteger number) => (number % P + P) % P;
}
