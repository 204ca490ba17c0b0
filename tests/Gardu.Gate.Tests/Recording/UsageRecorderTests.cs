using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gardu.Gate.Tests.Recording;

public sealed class UsageRecorderTests
{
    readonly MemoryStore store = new();

    [Fact]
    public async Task What_was_handed_over_before_the_end_is_committed_in_order()
    {
        await using (var recorder = Recorder())
            for (var i = 0; i < 20_000; i++)
                await recorder.RecordAsync(Record(i));
        Assert.Equal(Enumerable.Range(0, 20_000), store.Records.Select(record => record.Status));
    }

    [Fact]
    public async Task While_the_store_fails_records_wait_up_to_a_bound_and_what_is_lost_is_counted()
    {
        store.Failing = "disk full";
        await using (var recorder = Recorder())
        {
            await recorder.RecordAsync(Record(0));
            await Eventually.True(() => recorder.Failure is not null);
            for (var i = 1; i <= UsageRecorder.WaitingMax + 10; i++)
                await recorder.RecordAsync(Record(i));
            Assert.Equal("disk full", recorder.Failure);
            Assert.Equal(UsageRecorder.WaitingMax, recorder.Waiting);
            Assert.Equal(10, recorder.Lost);

            store.Failing = null;
            await Eventually.True(() => recorder.Failure is null && recorder.Waiting == 0);
        }
        Assert.Equal(Enumerable.Range(0, UsageRecorder.WaitingMax + 1), store.Records.Select(record => record.Status));
    }

    [Fact]
    public async Task A_store_that_fails_to_the_end_does_not_hold_up_the_stop()
    {
        store.Failing = "disk full";
        var recorder = Recorder();
        await recorder.RecordAsync(Record(0));
        await Eventually.True(() => recorder.Failure is not null);
        await recorder.DisposeAsync();
        Assert.Equal(1, recorder.Lost);
        Assert.Empty(store.Records);
    }

    UsageRecorder Recorder() =>
        new(store, new PeopleCounter(TimeProvider.System), TimeSpan.FromDays(1), TimeProvider.System, NullLogger<UsageRecorder>.Instance);

    static UsageRecord Record(int number) => new()
    {
        Id = RequestId.New(DateTimeOffset.UnixEpoch),
        Time = DateTimeOffset.UnixEpoch,
        Site = "news.example",
        Method = "GET",
        Path = "/",
        Identity = new AgentIdentity(RequesterKind.Agent, "GPTBot", "OpenAI", Purpose.AiTrain, Proof.Claimed),
        Address = "192.0.2.0/24",
        Decision = Verdict.Allow,
        Rule = null,
        Reason = "no-rule",
        Mode = Mode.Observe,
        TermsVersion = "0",
        Status = number,
        Bytes = 0,
        Duration = TimeSpan.Zero,
    };
}
