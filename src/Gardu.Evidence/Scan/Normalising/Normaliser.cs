using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Gardu.Evidence.Scan.Normalising;

/// <summary>
/// Normalisation 1: letters and digits alone, in small letters and without accents, whatever they were wrapped, quoted or escaped in (<c>docs/formats/normalisation.md</c>).
/// <see cref="NormaliseByOne"/> defines the octets; <see cref="Normalise"/> gives the same ones and takes up to 64 at a time.
/// </summary>
static class Normaliser
{
    /// <summary>Octets that a tag has at the most, its brackets apart; longer ones are text.</summary>
    public const int TagMax = 1024;

    /// <summary>Octets that a tag without an attribute has at the most.</summary>
    const int BareTagMax = 40;

    const int VectorSize = 64;

    /// <summary>Normalises a text of UTF-8; what is no UTF-8 is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalise(ReadOnlySpan<byte> raw, NormalText to)
    {
        to.Clear();
        for (var at = 0; at < raw.Length;)
        {
            to.Mark(at);
            var taken = Avx512Vbmi2.IsSupported && raw.Length - at >= VectorSize ? PlainBy64(raw[at..], to) : PlainBy16(raw[at..], to);
            at += taken;
            if (taken >= NormalText.MarkEvery)
                continue;
            while (at < raw.Length)
            {
                at = Next(raw, at, to);
                if (at < raw.Length && raw[at] < 0x80 && raw.Length - at >= 16)
                    break;
                to.Mark(at);
            }
        }
        to.Close();
    }

    /// <summary>Normalises a text one by one.</summary>
    public static void NormaliseByOne(ReadOnlySpan<byte> raw, NormalText to)
    {
        to.Clear();
        for (var at = 0; at < raw.Length;)
            at = Next(raw, at, to);
        to.Close();
    }

    /// <summary>Takes the one thing that begins at a place of a raw text (a letter, a reference, a tag) and returns where the next begins.</summary>
    /// <param name="raw">The text, in UTF-8.</param>
    /// <param name="at">The place, before its end.</param>
    /// <param name="to">Gets what is left of the thing; null where that is not wanted.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> raw, int at, NormalText? to)
    {
        var octet = raw[at];
        if (octet is >= 0x80 or (byte)'<' or (byte)'&' or (byte)'\\')
            return NextOdd(raw, at, to);
        if (char.IsAsciiLetterOrDigit((char)octet) && to is not null)
        {
            to.Room(1)[0] = (byte)(octet | 0x20);
            to.Length++;
        }
        return at + 1;
    }

    static int NextOdd(ReadOnlySpan<byte> raw, int at, NormalText? to)
    {
        switch (raw[at])
        {
            case (byte)'<':
                return AfterTag(raw, at + 1, Bracket.Plain);
            case (byte)'&':
                return Reference(raw, at + 1, to);
            case (byte)'\\':
                return Escape(raw, at + 1, to);
            default:
                // As Unicode 14.0, 3.9 has it: what cannot begin or go on is left out with what came before it.
                if (Rune.DecodeFromUtf8(raw[at..], out var rune, out var taken) == OperationStatus.Done)
                    Write(rune.Value, to);
                return at + taken;
        }
    }

    static void Write(int code, NormalText? to)
    {
        if (to is not null)
            to.Length += NormalTable.One.Write(code, to.Room(NormalTable.WrittenMax));
    }

    static readonly SearchValues<byte> TagName = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:"u8);

    /// <summary>How the bracket stands there that opens a tag; the one that closes it stands there alike.</summary>
    enum Bracket
    {
        Plain,
        Reference,
        Escape,
    }

    /// <summary>Where a tag ends; where none stands, the place behind the bracket.</summary>
    static int AfterTag(ReadOnlySpan<byte> raw, int at, Bracket bracket)
    {
        var rest = raw[at..Math.Min(raw.Length, at + TagMax + 8)]; // the longest closing bracket has 6 octets
        var name = rest.Length > 0 && rest[0] == '/' ? 1 : 0;
        if (rest.Length <= name || !(char.IsAsciiLetter((char)rest[name]) || (name == 0 && rest[0] is (byte)'!' or (byte)'?')))
            return at;
        var (end, closing) = bracket switch
        {
            Bracket.Plain => (rest.IndexOfAny((byte)'>', (byte)'<'), 1),
            Bracket.Reference => (rest.IndexOf("&gt;"u8), 4),
            _ => (rest.IndexOf("\\u003e"u8) is var small and >= 0 ? small : rest.IndexOf("\\u003E"u8), 6),
        };
        if (end < 0 || end > TagMax || (bracket == Bracket.Plain && rest[end] == '<'))
            return at;
        var behind = name + (rest[name..end].IndexOfAnyExcept(TagName) is var other and >= 0 ? other : end - name);
        if (behind < end && rest[behind] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'/' or (byte)'\\') && rest[0] is not ((byte)'!' or (byte)'?'))
            return at;
        return end <= BareTagMax || rest[..end].Contains((byte)'=') || rest[0] == '!' ? at + end + closing : at;
    }

    /// <summary>What stands behind an ampersand: a reference, or nothing of the kind. A reference to the ampersand begins the next: what was escaped twice.</summary>
    static int Reference(ReadOnlySpan<byte> raw, int at, NormalText? to)
    {
        while (true)
        {
            var rest = raw[at..Math.Min(raw.Length, at + 12)];
            var length = rest.IndexOf((byte)';');
            if (length < 1)
                return at;
            var name = rest[..length];
            if (name.SequenceEqual("lt"u8))
                return AfterTag(raw, at + 3, Bracket.Reference);
            if ((name[0] == '#' ? Number(name[1..]) : NormalTable.One.Find(name)) is not { } code)
                return at;
            at += length + 1;
            if (code != '&')
            {
                Write(code, to);
                return at;
            }
        }
    }

    /// <summary>The number of a numeric reference; null for none.</summary>
    static int? Number(ReadOnlySpan<byte> digits)
    {
        var isHex = digits.Length > 0 && (digits[0] | 0x20) == 'x';
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return int.TryParse(isHex ? digits[1..] : digits, style, CultureInfo.InvariantCulture, out var code) && code >= 0 ? code : null;
    }

    /// <summary>What stands behind backslashes: an escape of JSON, however often it was escaped, or nothing of the kind.</summary>
    static int Escape(ReadOnlySpan<byte> raw, int at, NormalText? to)
    {
        at += Backslashes(raw[at..]);
        if (at == raw.Length)
            return at;
        if (raw[at] is (byte)'n' or (byte)'t' or (byte)'r' or (byte)'b' or (byte)'f')
            return at + 1;
        if (Unit(raw[at..]) is not { } unit)
            return at;
        at += 5;
        if (unit == '<')
            return AfterTag(raw, at, Bracket.Escape);
        if (unit == '&')
            return Reference(raw, at, to);
        if (char.IsHighSurrogate((char)unit) && Backslashes(raw[at..]) is var more and > 0 && Unit(raw[(at + more)..]) is { } low && char.IsLowSurrogate((char)low))
        {
            at += more + 5;
            unit = char.ConvertToUtf32((char)unit, (char)low);
        }
        Write(unit, to);
        return at;
    }

    static int Backslashes(ReadOnlySpan<byte> rest) => rest.IndexOfAnyExcept((byte)'\\') is var other and >= 0 ? other : rest.Length;

    /// <summary>The UTF-16 code unit of <c>uXXXX</c>; null where that does not stand there.</summary>
    static int? Unit(ReadOnlySpan<byte> rest) =>
        rest.Length >= 5 && rest[0] == 'u' && ushort.TryParse(rest.Slice(1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? unit : null;

    /// <summary>Takes plain ASCII up to what is none, by 64 octets; returns how many it took. Leaves an end of fewer than 64.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int PlainBy64(ReadOnlySpan<byte> raw, NormalText to)
    {
        var taken = 0;
        while (raw.Length - taken >= VectorSize && taken < NormalText.MarkEvery)
        {
            var room = to.Room(VectorSize * 16);
            ref var source = ref MemoryMarshal.GetReference(raw[taken..]);
            ref var target = ref MemoryMarshal.GetReference(room);
            var written = 0;
            var blocks = Math.Min((raw.Length - taken) / VectorSize, (room.Length / VectorSize) - NormalText.Padding / VectorSize - 1);
            for (var block = 0; block < blocks; block++)
            {
                var octets = Vector512.LoadUnsafe(ref Unsafe.Add(ref source, block * VectorSize));
                var small = octets | Vector512.Create((byte)0x20);
                var kept = Vector512.LessThan(small - Vector512.Create((byte)'a'), Vector512.Create((byte)26)) | Vector512.LessThan(octets - Vector512.Create((byte)'0'), Vector512.Create((byte)10));
                var odd = octets.ExtractMostSignificantBits()
                    | (Vector512.Equals(octets, Vector512.Create((byte)'<')) | Vector512.Equals(octets, Vector512.Create((byte)'&')) | Vector512.Equals(octets, Vector512.Create((byte)'\\'))).ExtractMostSignificantBits();
                var bits = kept.ExtractMostSignificantBits();
                Avx512Vbmi2.Compress(Vector512<byte>.Zero, kept, small).StoreUnsafe(ref Unsafe.Add(ref target, written));
                if (odd != 0)
                {
                    var before = BitOperations.TrailingZeroCount(odd);
                    to.Length += written + BitOperations.PopCount(bits & ((1UL << before) - 1));
                    return taken + (block * VectorSize) + before;
                }
                written += BitOperations.PopCount(bits);
            }
            to.Length += written;
            taken += blocks * VectorSize;
        }
        return taken;
    }

    /// <summary>As <see cref="PlainBy64"/>, by 16 octets, for every machine with vectors of 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int PlainBy16(ReadOnlySpan<byte> raw, NormalText to)
    {
        const int size = 16;
        var taken = 0;
        for (; raw.Length - taken >= size && taken < NormalText.MarkEvery; taken += size)
        {
            var octets = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(raw[taken..]));
            var odd = octets.ExtractMostSignificantBits()
                | (Vector128.Equals(octets, Vector128.Create((byte)'<')) | Vector128.Equals(octets, Vector128.Create((byte)'&')) | Vector128.Equals(octets, Vector128.Create((byte)'\\'))).ExtractMostSignificantBits();
            if (odd != 0 && (odd & 1) != 0)
                return taken;
            var small = octets | Vector128.Create((byte)0x20);
            var kept = (Vector128.LessThan(small - Vector128.Create((byte)'a'), Vector128.Create((byte)26)) | Vector128.LessThan(octets - Vector128.Create((byte)'0'), Vector128.Create((byte)10))).ExtractMostSignificantBits();
            var before = odd == 0 ? size : BitOperations.TrailingZeroCount(odd);
            kept &= (1U << before) - 1;
            ref var target = ref MemoryMarshal.GetReference(to.Room(size * 2));
            var first = BitOperations.PopCount(kept & 0xFF);
            Vector128.Shuffle(small, Order[(int)(kept & 0xFF)]).StoreUnsafe(ref target);
            Vector128.Shuffle(small, Order[(int)(kept >> 8)] + Vector128.Create((byte)8)).StoreUnsafe(ref Unsafe.Add(ref target, first));
            to.Length += first + BitOperations.PopCount(kept >> 8);
            if (odd != 0)
                return taken + before;
        }
        return taken;
    }

    /// <summary>For each set of eight octets that are kept, their places one after another.</summary>
    static readonly Vector128<byte>[] Order = [.. Enumerable.Range(0, 256).Select(kept =>
    {
        var places = Enumerable.Range(0, 8).Where(place => (kept >> place & 1) != 0).Select(place => (byte)place).ToArray();
        return Vector128.Create<byte>([.. places, .. new byte[16 - places.Length]]);
    })];
}
