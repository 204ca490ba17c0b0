using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gardu.Reports.Logs.Fields;

/// <summary>
/// Reads the time of Common Log Format, <c>17/May/2015:10:05:03 +0200</c>. Neighbouring lines differ in the last minute
/// and second only, so the ten minutes before are remembered.
/// </summary>
struct ClfClock
{
    /// <summary>Bytes of a time stamp.</summary>
    public const int Length = 26;

    const int HeadLength = 16; // up to the tens of minutes

    Vector128<byte> head;
    ulong zone;
    long baseSeconds;

    /// <summary>Reads exactly <see cref="Length"/> bytes into milliseconds since 1970, UTC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(ReadOnlySpan<byte> text, out long time)
    {
        time = 0;
        if (text.Length < Length)
            return false;
        ref var first = ref MemoryMarshal.GetReference(text);
        var ownHead = Vector128.LoadUnsafe(ref first);
        var tail = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, 18)); // seconds and zone
        var ownZone = tail & ~0xFFFFUL;
        if ((ownHead != head || ownZone != zone) && !TryReadBase(text, ownHead, ownZone))
            return false;
        var minute = (uint)(text[16] - '0');
        var tens = (uint)(text[18] - '0');
        var ones = (uint)(text[19] - '0');
        if (minute > 9 || tens > 6 || ones > 9 || text[17] != ':')
            return false;
        time = (baseSeconds + minute * 60 + tens * 10 + ones) * 1000;
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    bool TryReadBase(ReadOnlySpan<byte> text, Vector128<byte> ownHead, ulong ownZone)
    {
        if (text[2] != '/' || text[6] != '/' || text[11] != ':' || text[14] != ':' || text[20] != ' '
            || !Digits.TryRead(text[..2], out var day)
            || !Digits.TryRead(text[7..11], out var year)
            || !Digits.TryRead(text[12..14], out var hour)
            || !Digits.TryRead(text[15..16], out var tenMinutes)
            || !Calendar.TryReadMonth(text[3..6], out var month)
            || !Calendar.TryReadZone(text[21..26], out var zoneSeconds)
            || hour > 23 || tenMinutes > 5
            || !Calendar.TryGetDays((int)year, month, (int)day, out var days))
            return false;
        baseSeconds = days * 86400 + hour * 3600 + tenMinutes * 600 - zoneSeconds;
        (head, zone) = (ownHead, ownZone);
        return true;
    }
}
