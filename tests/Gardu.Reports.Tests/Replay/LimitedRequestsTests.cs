using CsCheck;
using Gardu.Reports.Replay;

namespace Gardu.Reports.Tests.Replay;

public sealed class LimitedRequestsTests
{
    static readonly Gen<LimitedRequest> Request = Gen.Select(Gen.UInt[0, 3], Gen.Long[0, 5], Gen.Long, Gen.Int[0, 3], Gen.Bool, Gen.Int[0, 2],
        (requester, time, machine, rule, earns, kind) => new LimitedRequest(requester, time, 0, machine, rule, (LimitedRequest.CountedBy)kind, earns));

    [Fact]
    public void Runs_on_disk_and_in_memory_come_out_as_one_sorted_list() =>
        Gen.Select(Request.Array[0, 40].Array[0, 5], Request.Array[0, 40].Array[0, 3]).Sample((spilled, kept) =>
        {
            var place = 0; // no two requests stand at one place of a log
            foreach (var run in spilled.Concat(kept))
                for (var i = 0; i < run.Length; i++)
                    run[i] = run[i] with { Sequence = place++ };
            using var requests = new LimitedRequests();
            foreach (var run in spilled)
                requests.Spill([.. run]);
            foreach (var run in kept)
                requests.Keep(run);
            Assert.Equal(spilled.Concat(kept).SelectMany(run => run).Order(), requests.InOrder());
        }, iter: 200);

    [Fact]
    public void Long_runs_are_read_page_by_page()
    {
        using var requests = new LimitedRequests();
        var random = new Random(7);
        LimitedRequest[] all = [.. Enumerable.Range(0, 50_000).Select(place => new LimitedRequest((UInt128)random.Next(), random.Next(), place, 0, random.Next(3), default, false))];
        foreach (var run in all.Chunk(9_001))
            requests.Spill(run);
        Assert.Equal(all.Order(), requests.InOrder());
    }

    /// <summary>The guide says so.</summary>
    [Fact]
    public void A_request_takes_48_bytes() => Assert.Equal(48, System.Runtime.CompilerServices.Unsafe.SizeOf<LimitedRequest>());

    [Fact]
    public void Nothing_is_left_on_disk()
    {
        using (var requests = new LimitedRequests())
        {
            requests.Spill(new LimitedRequest[3]);
            Assert.NotEmpty(Left());
        }
        Assert.Empty(Left());

        static string[] Left() => Directory.GetFiles(Path.GetTempPath(), $"gardu-replay-{Environment.ProcessId}-*");
    }
}
