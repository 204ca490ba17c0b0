using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gardu.Ledger.Entries;

namespace Gardu.Ledger.Tests.Entries;

public sealed class EntryTests
{
    static readonly byte[] Salt = [.. Enumerable.Range(0, 16).Select(number => (byte)number)];

    [Fact]
    public void The_envelope_is_as_documented()
    {
        var envelope = Envelope.Of(EntryKind.Usage, 1_700_000_000_000_001, Salt, "{}"u8);
        var octets = new byte[Envelope.Size];
        envelope.Write(octets);
        // The hash by sha256sum, of 00 01 … 0f 7b 7d.
        Assert.Equal("0101" + "00060a24181e4001" + "b5c1f9361eb9fbedd3e628a72d1c8fef46544361fd79fa6781baf6d932b1c3f6",
            Convert.ToHexStringLower(octets));
        Assert.True(Envelope.TryRead(octets, out var read));
        Assert.Equal(envelope, read);
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, TimeSpan.Zero).AddMicroseconds(1), read.Time);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 2)]
    [InlineData(2, 0x80)]
    [InlineData(2, 0x7f)]
    public void Other_versions_and_times_without_a_date_are_no_envelope(int at, byte value)
    {
        var octets = new byte[Envelope.Size];
        Envelope.Of(EntryKind.Usage, 1, Salt, "{}"u8).Write(octets);
        octets[at] = value;
        Assert.False(Envelope.TryRead(octets, out _));
        Assert.False(Envelope.TryRead(octets.AsSpan(1), out _));
    }

    [Fact]
    public void An_entry_is_read_as_written_and_with_no_other_payload()
    {
        var entry = new Entry(Envelope.Of(EntryKind.Key, 5, Salt, "{\"a\":1}"u8), Salt, "{\"a\":1}"u8.ToArray());
        var octets = entry.ToArray();
        Assert.Equal(octets, Entry.Read(octets)!.ToArray());
        Assert.Equal(entry.Envelope, Entry.Read(octets.AsMemory(0, Envelope.Size))!.Envelope);
        Assert.True(Entry.Read(octets.AsMemory(0, Envelope.Size))!.IsErased);
        for (var at = Envelope.Size - 32; at < octets.Length; at++)
        {
            octets[at] ^= 1;
            Assert.Null(Entry.Read(octets));
            octets[at] ^= 1;
        }
        Assert.Null(Entry.Read(octets.AsMemory(0, Envelope.Size + 3)));
        Assert.Null(Entry.Read(octets.AsMemory(0, Envelope.Size - 1)));
    }

    [Fact]
    public void Canonical_json_is_as_the_rfc_has_it()
    {
        // The texts of RFC 8785 section 3.2.2.2 and what else it escapes.
        Assert.Equal("""{"a":"€$\u000f\nA'B\"\\\\\"/","b":0,"c":{"d":["x","y"]},"e":[{"f":true},{}],"g":9007199254740991}""", Written(json => json
            .Begin().Text("a", "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\u0022/").Number("b", 0).Text("b0", null).Number("b1", null)
            .Begin("c").Texts("d", ["x", "y"]).Texts("z", []).End()
            .BeginList("e").Begin().Flag("f", true).End().Begin().Flag("f", false).End().EndList()
            .Number("g", (1L << 53) - 1).End()));
    }

    [Fact]
    public void Members_out_of_order_and_numbers_that_readers_would_round_are_refused()
    {
        Assert.Throws<InvalidOperationException>(() => Written(json => json.Begin().Text("b", "").Text("a", "")));
        Assert.Throws<InvalidOperationException>(() => Written(json => json.Begin().Text("a", "").Text("a", "")));
        Assert.Throws<InvalidOperationException>(() => Written(json => json.Text("a", "")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Written(json => json.Begin().Number("a", 1L << 53)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Written(json => json.Begin().Number("a", -1)));
    }

    [Fact]
    public void Any_text_is_read_back_by_another_reader() => Gen.String.Sample(text =>
    {
        using var read = JsonDocument.Parse(Written(json => json.Begin().Text("t", text).End()));
        return read.RootElement.GetProperty("t").GetString() == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    });

    static string Written(Action<CanonicalJson> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new CanonicalJson(output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
