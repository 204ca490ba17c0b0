using System.Collections.Concurrent;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Charging;
using Gardu.Gate.Recording;
using Gardu.Terms;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Gate.Tests.Charging;

/// <summary>What the cashier does while the store cannot be had, and when it can again.</summary>
public sealed class CashierTests
{
    static readonly Price Cent = new(new Money(10_000, "USD"), PriceUnit.Request, 1);

    readonly FakeTimeProvider clock = new();
    readonly Scripted store = new();

    /// <summary>A store that fails as long as it is told to, and remembers what it was asked.</summary>
    sealed class Scripted : IChargeStore
    {
        public ConcurrentQueue<string> Calls { get; } = new();

        public Exception? Fails { get; set; }

        public IReadOnlyList<ChargeOutcome> Charge(IReadOnlyList<Purchase> purchases)
        {
            foreach (var purchase in purchases)
                Calls.Enqueue("charge " + purchase.Record.Path);
            return Fails is { } failed ? throw failed : [.. purchases.Select(purchase => new ChargeOutcome(SaleResult.Sold, new Charge(Cent.Amount, 1, PriceUnit.Request, Cent, PriceSource.Terms, null, null), null, 0, 0))];
        }

        public (Wallet Wallet, long Used) Look(string licensee, string currency, (string Subscription, DateTimeOffset Start)? period) => default;

        public bool HasBought(string licensee, byte[] target) => false;

        public void Void(Guid id, DateTimeOffset now, string reason)
        {
            Calls.Enqueue("void");
            if (Fails is { } failed)
                throw failed;
        }

        public void Refuse(UsageRecord refused, DateTimeOffset now)
        {
            Calls.Enqueue($"refuse {refused.Path} with {refused.Status}");
            if (Fails is { } failed)
                throw failed;
        }
    }

    Purchase Purchase(string path)
    {
        var now = clock.GetUtcNow();
        var id = RequestId.New(now);
        return new Purchase(
            new ChargeDemand
            {
                Id = id.Value, Time = now, Licensee = "lic_1", Key = ChargeKey.OfContent("news.example", Purpose.AiInput, path, "1", TimeSpan.FromDays(1), now), Units = 1,
                Offer = new Offer { Source = PriceSource.Terms, Unit = PriceUnit.Request, Price = Cent, Currency = "USD" },
            },
            new UsageRecord
            {
                Id = id, Time = now, Site = "news.example", Method = "GET", Path = path, Identity = AgentIdentity.UnknownMachine("curl"), Address = "192.0.2.0/24", Decision = Verdict.Charge, Rule = null,
                Reason = "charged", Mode = Mode.Enforce, TermsVersion = "1", Status = 200, Bytes = 1, Duration = default,
            });
    }

    async Task<(ChargeOutcome? Outcome, bool IsInDoubt)> ChargeUntilGivenUp(Cashier cashier, string path)
    {
        var charging = cashier.ChargeAsync(Purchase(path)).AsTask();
        while (!charging.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(charging, Task.Delay(10, TestContext.Current.CancellationToken)); // the writer waits in real time between its attempts
        }
        return await charging;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_in_doubt_is_refused_for_good_before_anything_else_is_sold(bool isFault)
    {
        await using var cashier = new Cashier(store, clock, NullLogger<Cashier>.Instance);
        store.Fails = isFault ? new InvalidOperationException("a fault of the program's own") : new StoreException("away");
        Assert.Equal((null, true), await ChargeUntilGivenUp(cashier, "/one"));
        Assert.Equal((null, false), await ChargeUntilGivenUp(cashier, "/two")); // which was never tried
        Assert.DoesNotContain("charge /two", store.Calls);
        store.Calls.Clear();
        store.Fails = null;
        var sold = await cashier.ChargeAsync(Purchase("/three"));
        Assert.Equal((SaleResult.Sold, false), (sold.Outcome!.Result, sold.IsInDoubt));
        var calls = store.Calls.Where(call => call != "charge /three").Distinct();
        Assert.Equal(["refuse /one with 503"], calls);
        Assert.Equal("charge /three", store.Calls.Last());
    }

    [Fact]
    public async Task What_cannot_be_taken_back_at_once_is_taken_back_later()
    {
        await using var cashier = new Cashier(store, clock, NullLogger<Cashier>.Instance);
        store.Fails = new StoreException("away");
        await cashier.VoidAsync(Guid.NewGuid(), "origin-unreachable");
        store.Calls.Clear();
        store.Fails = null;
        await Eventually.True(() => store.Calls.Contains("void"));
    }
}
