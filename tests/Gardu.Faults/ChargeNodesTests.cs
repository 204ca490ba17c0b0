using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>Two gates on one PostgreSQL sell to one licensee.</summary>
public sealed class ChargeNodesTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Two_gates_spend_a_balance_to_the_unit_and_never_more()
    {
        var credit = Needs.IsLong ? 4_000 : 400; // a cent each
        await using var shop = await Shop.Open(credit, await postgres.NewDatabase());
        await using var one = await shop.Up();
        await using var other = await shop.UpElsewhere();
        await using (shop.Load.From(one, other))
            await Eventually.True(() => shop.Load.Answers.Count >= 8 * credit, "eight times as much is asked for as can be paid", TimeSpan.FromMinutes(3));
        Assert.Equal(credit, shop.Load.Received.Count());
        Assert.All(shop.Load.Refused, answer => Assert.Equal(HttpStatusCode.PaymentRequired, answer.Status));
        foreach (var gate in new[] { one, other })
            Assert.InRange(shop.Load.Received.Count(answer => answer.Gate == gate.Url), 1, credit - 1);
        await Task.WhenAll(one.Stop(), other.Stop());
        await shop.Check($"{credit} cents");
    }

    [Fact]
    public async Task A_key_that_is_revoked_under_load_buys_nothing_a_second_later_on_any_gate()
    {
        await using var shop = await Shop.Open(credit: 1_000_000, await postgres.NewDatabase());
        var keys = JsonDocument.Parse(await shop.Say("key", "list", "--json")).RootElement;
        var key = Assert.Single(keys.EnumerateArray()).GetProperty("id").GetString()!;
        await using var one = await shop.Up();
        await using var other = await shop.UpElsewhere();
        await using (shop.Load.From(one, other))
        {
            await shop.Load.Sells();
            await shop.Say("key", "revoke", key);
            var revoked = Stopwatch.GetTimestamp();
            bool IsLate(Answered answer) => Stopwatch.GetElapsedTime(revoked, answer.Asked) > TimeSpan.FromSeconds(1);
            await Eventually.True(() => new[] { one, other }.All(gate => shop.Load.Answers.Count(answer => answer.Gate == gate.Url && IsLate(answer)) > 100), "both are asked on");
            Assert.All(shop.Load.Answers.Where(IsLate), answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));
        }
        await Task.WhenAll(one.Stop(), other.Stop());
        await shop.Check("a key is revoked");
    }
}
