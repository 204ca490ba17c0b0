using CsCheck;
using Gardu.Evidence.Cases;
using Gardu.Ledger.Entries;

namespace Gardu.Evidence.Tests.Cases;

public sealed class FirstAndLastTests
{
    [Fact]
    public void The_first_and_the_last_are_those_of_all_requests_sorted() => Gen.Int[0, 20].List[0, 40].Sample(minutes =>
    {
        const int most = 7;
        var requests = minutes.Select((minute, index) => new CaseRequest(index, SmallLog.From.AddMinutes(minute), new UsagePayload("news.example", "claimed", "allow", 3))).ToList();
        var kept = new FirstAndLast(most);
        foreach (var request in requests)
            kept.Take(request);
        var sorted = requests.OrderBy(request => request.Time).ThenBy(request => request.Index).ToList();
        Assert.Equal(sorted.Take(most), kept.First);
        Assert.Equal(sorted.Skip(most).TakeLast(most), kept.Last);
        Assert.Equal((requests.Count, 3L * requests.Count), (kept.Count, kept.Bytes));
    });
}
