using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gardu.Terms;

namespace Gardu.Commerce.Charging;

/// <summary>
/// What is charged once, as 16 octets: enough that no two purchases of a licensee ever meet. Those of content begin with what was asked for, so that whatever was bought of it can be
/// found without knowing its version.
/// <code>
///   SHA-256(site, purpose, path and query, span)[..8]  SHA-256(version)[..8]
/// </code>
/// </summary>
public static class ChargeKey
{
    /// <summary>Octets of a key.</summary>
    public const int Size = 16;

    /// <summary>Octets of what was asked for, with which the key of content begins.</summary>
    const int TargetSize = 8;

    /// <summary>How far clocks of nodes may be apart without harm.</summary>
    static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(2);

    /// <summary>The key of content: the same licensee, site, purpose, path and query, version and span of time.</summary>
    /// <param name="site">The site's name.</param>
    /// <param name="purpose">What for; null where that is not known.</param>
    /// <param name="target">Path and query as sent.</param>
    /// <param name="version">What tells this content from what was there before.</param>
    /// <param name="window">How long content is charged once, from midnight UTC on.</param>
    /// <param name="time">When.</param>
    public static byte[] OfContent(string site, Purpose? purpose, string target, string version, TimeSpan window, DateTimeOffset time) =>
        [.. OfTarget(site, purpose, target, window, time), .. Of("version", version)[..(Size - TargetSize)]];

    /// <summary>What every key of something that is asked for begins with, whatever its version.</summary>
    public static byte[] OfTarget(string site, Purpose? purpose, string target, TimeSpan window, DateTimeOffset time) =>
        Of("content", site, purpose?.Name() ?? "", target, Span(window, time).ToString(CultureInfo.InvariantCulture))[..TargetSize];

    /// <summary>
    /// The time under which the same content may stand too, since it was bought a moment ago or by a node whose clock is ahead: in another span just before and after midnight. Null for
    /// most of the day.
    /// </summary>
    public static DateTimeOffset? NeighbourOf(TimeSpan window, DateTimeOffset time) => AheadOf(window, time) ?? (Span(window, time - ClockSkew) != Span(window, time) ? time - ClockSkew : null);

    /// <summary>The time under which a named purchase may stand too: that of the span before, so that a name holds for a whole span wherever in it it was given.</summary>
    public static DateTimeOffset NamedBefore(TimeSpan window, DateTimeOffset time) => AheadOf(window, time) ?? time - window;

    /// <summary>The key of a record of a dataset: charged once whatever it comes in.</summary>
    /// <param name="site">The site's name.</param>
    /// <param name="purpose">What for; null where that is not known.</param>
    /// <param name="id">The record's id, as it stands in the JSON.</param>
    /// <param name="window">How long it is charged once.</param>
    /// <param name="time">When.</param>
    public static byte[] OfRecord(string site, Purpose? purpose, string id, TimeSpan window, DateTimeOffset time) =>
        Of("record", site, purpose?.Name() ?? "", id, Span(window, time).ToString(CultureInfo.InvariantCulture));

    /// <summary>The key of what the client says is one purchase (<c>Idempotency-Key</c>).</summary>
    public static byte[] OfIdempotency(string key, TimeSpan window, DateTimeOffset time) => Of("idempotency", key, Span(window, time).ToString(CultureInfo.InvariantCulture));

    /// <summary>What has to be the same where a client says so: method, host, path and query, purpose, since another one has another price, body, and the version of what is read.</summary>
    public static byte[] Fingerprint(string method, string host, string target, Purpose? purpose, ReadOnlySpan<byte> bodyHash, string version) =>
        Of("fingerprint", method, host, target, purpose?.Name() ?? "", Convert.ToHexStringLower(bodyHash), version);

    /// <summary>The time on a node whose clock is ahead, where that is in another span; else null.</summary>
    static DateTimeOffset? AheadOf(TimeSpan window, DateTimeOffset time) => Span(window, time + ClockSkew) != Span(window, time) ? time + ClockSkew : null;

    static long Span(TimeSpan window, DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / window.Ticks;

    /// <summary>Each text behind its length, so that no two lists give the same octets.</summary>
    static byte[] Of(params ReadOnlySpan<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var text in texts)
        {
            var octets = Encoding.UTF8.GetBytes(text);
            BinaryPrimitives.WriteInt32BigEndian(length, octets.Length);
            hash.AppendData(length);
            hash.AppendData(octets);
        }
        return hash.GetHashAndReset()[..Size];
    }
}
