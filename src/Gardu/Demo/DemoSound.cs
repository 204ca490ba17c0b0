using System.Buffers.Binary;

namespace Gardu.Demo;

/// <summary>The harbour bell: a WAV file of seven strokes, made of decaying sine waves.</summary>
static class DemoSound
{
    const int Rate = 8_000;
    const int Strokes = 7;
    const int HeaderLength = 44;

    public static byte[] Bell()
    {
        var samples = Rate * Strokes;
        var file = new byte[HeaderLength + samples * 2];
        WriteHeader(file, samples * 2);
        for (var i = 0; i < samples; i++)
        {
            var sinceStroke = i % Rate / (double)Rate;
            var tone = Math.Sin(2 * Math.PI * 440 * sinceStroke) + 0.5 * Math.Sin(2 * Math.PI * 1187 * sinceStroke);
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(HeaderLength + i * 2), (short)(12_000 * tone * Math.Exp(-4 * sinceStroke)));
        }
        return file;
    }

    /// <summary>RIFF, one channel, 16 bits.</summary>
    static void WriteHeader(Span<byte> file, int bytes)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], HeaderLength - 8 + bytes);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16);
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], bytes);
    }
}
