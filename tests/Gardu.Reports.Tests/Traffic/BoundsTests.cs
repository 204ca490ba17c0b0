using System.Globalization;
using Gardu.Reports.Logs.Input;

namespace Gardu.Reports.Tests.Traffic;

[Collection(nameof(BoundsTests))]
public sealed class BoundsTests
{
    const int Lines = 1_000_000;

    [Fact]
    public void A_million_different_paths_names_and_addresses_take_bounded_memory()
    {
        using var log = new EndlessLog(Lines);
        using var report = new LogReport([LogFile.FromStream("generated", log)], TestReports.Settings);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var summary = report.Read(2);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(Lines, summary.Source.Parsed);
        Assert.Equal(Lines, summary.Traffic.MachineRequests);
        Assert.True(log.HighestMemory - before < 96_000_000, $"{log.HighestMemory - before:N0} bytes while reading");
        Assert.True(kept < 24_000_000, $"{kept:N0} bytes afterwards");
        GC.KeepAlive(report);
    }

    [Fact]
    public void The_outcome_is_the_same_whatever_the_number_of_workers()
    {
        string? first = null;
        foreach (var workers in new[] { 1, 2, 3, 4 })
        {
            using var log = new EndlessLog(60_000);
            using var report = new LogReport([LogFile.FromStream("generated", log)], TestReports.Settings);
            using var json = new MemoryStream();
            Gardu.Reports.Rendering.JsonReport.Write(report.Read(workers), json);
            var text = System.Text.Encoding.UTF8.GetString(json.ToArray());
            Assert.Contains("\"estimate\": true", text, StringComparison.Ordinal);
            first ??= text;
            Assert.Equal(first, text);
        }
    }

    /// <summary>Memory is the whole process's, so nothing runs beside.</summary>
    [CollectionDefinition(nameof(BoundsTests), DisableParallelization = true)]
    public sealed class Alone;

    /// <summary>Lines that have nothing in common, made as they are read; measures memory as it goes.</summary>
    sealed class EndlessLog(int lines) : Stream
    {
        readonly Queue<byte> left = new();
        int line;

        public long HighestMemory { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (line % 50_000 < 1000)
                HighestMemory = Math.Max(HighestMemory, GC.GetTotalMemory(forceFullCollection: true));
            while (line < lines && left.Count < buffer.Length)
                foreach (var b in Line(line++))
                    left.Enqueue(b);
            var length = Math.Min(buffer.Length, left.Count);
            for (var i = 0; i < length; i++)
                buffer[i] = left.Dequeue();
            return length;
        }

        static byte[] Line(int i) => System.Text.Encoding.ASCII.GetBytes(TestReports.Line(
            i % 3 == 0 ? $"{TestReports.GptBot} {i}" : $"bot{i}x/1.0", $"/{(i % 7 == 0 ? 1 : i)}/a-path-of-its-own?page={i % 977}", address: string.Create(CultureInfo.InvariantCulture, $"{1 + i % 200}.{i / 200 % 256}.{i / 51200 % 256}.9")));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
