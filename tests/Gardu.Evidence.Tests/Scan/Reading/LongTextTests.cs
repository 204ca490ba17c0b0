using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Tests.Scan.Reading;

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>Alone, so that what is held is held by the reader.</summary>
[Collection(nameof(Alone))]
public sealed class LongTextTests
{
    const long Length = 400L * 1024 * 1024;
    const long HeldMax = 200L * 1024 * 1024;

    [Theory]
    [InlineData("a.jsonl", "{\"text\":\"")]
    [InlineData("a.jsonl", "{\"other\":\"")]
    [InlineData("a.jsonl", "")]
    [InlineData("a.json", "[{\"text\":\"")]
    [InlineData("a.txt", "")]
    [InlineData("a.warc", "WARC/1.1\r\nWARC-Type: conversion\r\nContent-Length: 999999999\r\n\r\n")]
    public void A_text_longer_than_memory_may_be_is_never_held_whole(string name, string start)
    {
        var held = GC.GetTotalMemory(forceFullCollection: true);
        using var reader = CorpusReaders.Open(new MadeStream(Length, start), name, new ReadOptions { TextField = "text" });
        var batch = new RecordBatch();
        var most = 0L;
        var covered = 0L;
        for (; reader.Read(batch); batch.Clear())
        {
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            foreach (var record in batch.Records)
                covered = record.PartOffset + record.Text.Length;
        }
        most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        Assert.InRange(most - held, long.MinValue, HeldMax); // what tests before held may be gone
        Assert.Equal(Length, reader.BytesUnpacked);
        Assert.True(covered == Length - start.Length || reader.RecordsSkipped == 1);
    }
}
