using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Tests.Merkle;

namespace Gardu.Ledger.Tests.Exports;

public sealed class ExportTests
{
    const string Key = "gardu.test/log1+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";
    const string Note = """
        gardu.test/log1
        8
        XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=

        — gardu.test/log1 YAJ/VIu59ZGux3bH/QvefPHZBcWkFqFtIbJ9jOl6Hk9bFxm9ifh69kUARNk21zE+kxGuDu/35qCel9Y8Wr5e31ei3Q0=

        """;

    const string HeaderLine = """{"checkpoint":"gardu.test/log1\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n\n— gardu.test/log1 YAJ/VIu59ZGux3bH/QvefPHZBcWkFqFtIbJ9jOl6Hk9bFxm9ifh69kUARNk21zE+kxGuDu/35qCel9Y8Wr5e31ei3Q0=\n","filter":{"agent":"GPTBot","first":1,"from":"2026-11-01T00:00:00Z","last":7,"licensee":"lic_1","site":"a.example","to":"2026-12-01T00:00:00.5Z"},"format":"gardu-export/1","keys":["gardu.test/log1+60027f54+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"]}""";

    /// <summary>The documented envelope of 00 01 … 0f and {}; see EntryTests.</summary>
    const string EntryLine = """{"entry":"AQEABgokGB5AAbXB+TYeufvt0+Yopy0cj+9GVENh/Xn6Z4G69tkyscP2","index":7,"path":["XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg="],"payload":"{}","salt":"AAECAwQFBgcICQoLDA0ODw=="}""";

    static readonly ExportFilter Filter = new()
    {
        Agent = "GPTBot", First = 1, From = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), Last = 7, Licensee = "lic_1", Site = "a.example", To = new(2026, 12, 1, 0, 0, 0, 500, TimeSpan.Zero),
    };

    static ExportHeader? Header(string line) => ExportHeader.Parse(Encoding.UTF8.GetBytes(line));

    static ExportEntry? Entry(string line) => ExportEntry.Parse(Encoding.UTF8.GetBytes(line));

    static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void The_first_line_is_as_documented()
    {
        var header = new ExportHeader(SignedNote.Parse(Encoding.UTF8.GetBytes(Note))!, Filter, [NoteKey.Parse(Key)!]);
        Assert.Equal(HeaderLine + "\n", Written(header.Write));
        var read = Header(HeaderLine)!;
        Assert.Equal((Note, Filter, Key), (read.Note.ToString(), read.Filter, Assert.Single(read.Keys).ToString()));
        Assert.StartsWith(ExportHeader.Beginning, HeaderLine, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_is_as_documented()
    {
        var read = Entry(EntryLine)!;
        Assert.Equal((7, "{}", true), (read.Index, Encoding.UTF8.GetString(read.Entry.Payload.Span), read.Entry.IsWhole));
        Assert.Equal(EntryLine + "\n", Written(read.Write));
        Assert.False(Entry(EntryLine.Replace("{}", "{ }", StringComparison.Ordinal))!.Entry.IsWhole);
        Assert.True(Entry(EntryLine.Replace(""","payload":"{}","salt":"AAECAwQFBgcICQoLDA0ODw==" """.Trim(), "", StringComparison.Ordinal))!.Entry.IsErased);
    }

    [Theory]
    [InlineData("gardu-export/1", "gardu-export/2")]
    [InlineData("\"index\"", "\"indices\"")]
    [InlineData("\"index\":7", "\"index\":7.0")]
    [InlineData("\"index\":7", "\"index\":07")]
    [InlineData("\"index\":7", "\"index\":-7")]
    [InlineData("\"index\":7", "\"index\": 7")]
    [InlineData("\"index\":7", "\"index\":\"7\"")]
    [InlineData("\"index\":7", "\"index\":7,\"index\":7")]
    [InlineData("\"index\":7", "\"hello\":1,\"index\":7")]
    [InlineData(",\"payload\":\"{}\"", "")]
    [InlineData(",\"salt\":\"AAECAwQFBgcICQoLDA0ODw==\"", "")]
    [InlineData("\"salt\":\"AA", "\"salt\":\"")]
    [InlineData("\"{}\"", "\"\\u007b}\"")]
    [InlineData("\"{}\"", "\"\\ud800\"")]
    [InlineData("\"AQE", "\"AgE")]
    [InlineData("\"from\":\"2026-11-01T00:00:00Z\"", "\"from\":\"2026-11-01T00:00:00.0Z\"")]
    [InlineData("\"from\":\"2026-11-01T00:00:00Z\"", "\"from\":\"2026-11-01T00:00:00+00:00\"")]
    [InlineData("\"from\":\"2026-11-01T00:00:00Z\"", "\"from\":\"2026-11-31T00:00:00Z\"")]
    [InlineData("\"agent\":\"GPTBot\"", "\"agent\":null")]
    [InlineData("\"keys\":[\"gardu", "\"keys\":[\"other")]
    public void What_is_no_line_of_an_export(string part, string other)
    {
        var (header, entry) = (HeaderLine.Replace(part, other, StringComparison.Ordinal), EntryLine.Replace(part, other, StringComparison.Ordinal));
        Assert.True(header != HeaderLine || entry != EntryLine);
        Assert.True(header == HeaderLine || Header(header) is null);
        Assert.True(entry == EntryLine || Entry(entry) is null);
    }

    [Fact]
    public void Lines_are_read_as_they_were_written() =>
        Gen.Select(Gen.String, Gen.Long[0, (1L << 53) - 1], Gen.Int[0, 63], Gen.Bool).Sample((text, index, hashes, isErased) =>
        {
            var payload = Encoding.UTF8.GetBytes(text);
            var salt = new byte[Envelope.SaltSize];
            var envelope = Envelope.Of(EntryKind.Usage, index, salt, payload);
            var line = new ExportEntry(index, isErased ? new Entry(envelope, default, default) : new Entry(envelope, salt, payload), NaiveTree.Numbered(hashes));
            var written = Written(line.Write);
            var read = Entry(written[..^1])!;
            Assert.Equal(written, Written(read.Write));
            Assert.Equal((line.Index, line.Entry.Envelope, true), (read.Index, read.Entry.Envelope, read.Entry.IsWhole));
            using var other = JsonDocument.Parse(written);
            Assert.Equal(isErased, !other.RootElement.TryGetProperty("payload", out _));
        }, iter: 1_000);

    [Fact]
    public void The_longest_payload_fits_into_a_line_and_nothing_longer_is_read()
    {
        var payload = Encoding.UTF8.GetBytes(new string('"', Envelope.PayloadMax));
        var salt = new byte[Envelope.SaltSize];
        var line = new ExportEntry((1L << 53) - 1, new Entry(Envelope.Of(EntryKind.Usage, 0, salt, payload), salt, payload), NaiveTree.Numbered(63));
        var written = Encoding.UTF8.GetBytes(Written(line.Write));
        Assert.InRange(written.Length, 2 * Envelope.PayloadMax, ExportHeader.LineMax);
        Assert.True(ExportEntry.Parse(written.AsMemory()[..^1])!.Entry.IsWhole);
        Assert.Null(Entry(EntryLine.Replace("{}", new string(' ', Envelope.PayloadMax + 1), StringComparison.Ordinal)));
        Assert.Null(Entry(new string(' ', ExportHeader.LineMax) + EntryLine));
    }

    [Fact]
    public void A_filter_narrows_usage_and_lets_other_kinds_come_along()
    {
        Envelope At(EntryKind kind, DateTimeOffset time) => new(kind, (time - DateTimeOffset.UnixEpoch).Ticks / 10, default);
        var (from, to) = (Filter.From!.Value, Filter.To!.Value);
        var usage = new UsagePayload("a.example", "signed", "allow", 1) { Agent = "GPTBot", Licensee = "lic_1" };
        Assert.True(Filter.LeavesOut);
        Assert.True(Filter.Admits(1, At(EntryKind.Usage, from), usage));
        Assert.False(Filter.Admits(0, At(EntryKind.Usage, from), usage));
        Assert.False(Filter.Admits(8, At(EntryKind.Usage, from), usage));
        Assert.False(Filter.Admits(1, At(EntryKind.Usage, from.AddMicroseconds(-1)), usage));
        Assert.False(Filter.Admits(1, At(EntryKind.Usage, to), usage));
        Assert.True(Filter.Admits(1, At(EntryKind.Usage, to.AddMicroseconds(-1)), usage));
        Assert.False(Filter.Admits(1, At(EntryKind.Usage, from), usage with { Agent = "CCBot" }));
        Assert.False(Filter.Admits(1, At(EntryKind.Usage, from), usage with { Agent = null }));
        Assert.False(Filter.Admits(1, At(EntryKind.Usage, from), usage with { Licensee = "lic_2" }));
        Assert.False(Filter.Admits(1, At(EntryKind.Usage, from), usage with { Site = "b.example" }));
        Assert.True(Filter.Admits(1, At(EntryKind.Usage, from), null));
        Assert.True(Filter.Admits(1, At(EntryKind.Declaration, to), null));
        Assert.False(Filter.Admits(8, At(EntryKind.Declaration, to), null));
        Assert.False(new ExportFilter { First = 1, Last = 2 }.LeavesOut);
    }
}
