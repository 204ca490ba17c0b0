namespace Gardu.Testing;

/// <summary>Damages inputs the way networks, disks and attackers do; the same seed gives the same damage.</summary>
public sealed class Mutator(int seed)
{
    const int LengthMax = 1 << 16;

    readonly Random random = new(seed);

    public byte[] Mutate(IReadOnlyList<byte[]> corpus)
    {
        var bytes = new List<byte>(Pick(corpus));
        for (var changes = 1 + random.Next(6); changes > 0; changes--)
            Change(bytes, corpus);
        return [.. bytes.Take(LengthMax)];
    }

    void Change(List<byte> bytes, IReadOnlyList<byte[]> corpus)
    {
        var at = random.Next(bytes.Count + 1);
        var count = Math.Min(random.Next(1, 32), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Count: // one bit flips
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count: // one byte is another, often one with a meaning
                bytes[at] = Meaningful();
                break;
            case 2:
                bytes.Insert(at, Meaningful());
                break;
            case 3:
                bytes.RemoveRange(at, count);
                break;
            case 4: // a stretch comes many times
                var stretch = bytes.GetRange(at, count);
                for (var times = random.Next(1, 64); times > 0; times--)
                    bytes.InsertRange(at, stretch);
                break;
            case 5: // another input starts in the middle
                var other = Pick(corpus);
                bytes.InsertRange(at, other[random.Next(other.Length + 1)..]);
                break;
            default: // cut short
                bytes.RemoveRange(at, bytes.Count - at);
                break;
        }
    }

    byte Meaningful() =>
        random.Next(2) == 0 ? (byte)random.Next(256) : Pick<byte>([0, 9, 10, 13, 32, .. "\"#$%&'()*+,-./0:;<=>?@[\\]^_{|}~"u8, 0x7F, 0x80, 0xC0, 0xED, 0xEF, 0xF4, 0xFF]);

    T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
