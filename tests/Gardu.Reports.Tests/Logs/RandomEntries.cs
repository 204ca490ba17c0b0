using CsCheck;

namespace Gardu.Reports.Tests.Logs;

/// <summary>Entries such as logs can hold, with the characters in them that need escapes.</summary>
static class RandomEntries
{
    static readonly Gen<string> Awkward = Gen.Char[" !#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\"abcXYZ019éß漢\u0001\u007F"].Array[0, 40].Select(chars => new string(chars));

    static readonly Gen<string> Addresses = Gen.OneOf(
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, Gen.Byte).Select(parts => $"{parts.Item1}.{parts.Item2}.{parts.Item3}.{parts.Item4}"),
        Gen.Select(Gen.UShort, Gen.UShort).Select(parts => $"2001:db8:{parts.Item1:x}::{parts.Item2:x}"));

    static readonly Gen<string> Paths = Gen.Char["abcXYZ019-._~%!$&'()*+,;=:@/\"\\é漢"].Array[0, 40].Select(chars => "/" + new string(chars));

    /// <summary>Without <see cref="ReadEntry.Host"/>; times are whole seconds; values that logs write as <c>-</c> are not <c>-</c>.</summary>
    public static Gen<ReadEntry> All { get; } =
        from address in Addresses
        from method in Gen.OneOf(Gen.Const("GET"), Gen.Const("HEAD"), Gen.Const("POST"), Gen.Const("PROPFIND"))
        from path in Paths
        from query in Gen.OneOf(Gen.Const(""), Paths.Select(text => "?q=" + text[1..]))
        from referrer in Gen.OneOf(Gen.Const(""), Awkward.Select(text => "https://x.example/" + text))
        from userAgent in Gen.OneOf(Gen.Const(""), Awkward.Select(text => "A" + text))
        from seconds in Gen.Long[0, 4_000_000_000]
        from status in Gen.Int[100, 599]
        from bytes in Gen.Long[0, 1L << 50]
        select new ReadEntry
        {
            Address = address,
            Method = method,
            Target = path + query,
            Referrer = referrer,
            UserAgent = userAgent,
            Time = DateTimeOffset.FromUnixTimeSeconds(seconds),
            Status = status,
            Bytes = bytes,
        };
}
