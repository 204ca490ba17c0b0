using System.Buffers.Binary;
using System.Collections.Immutable;
using Gardu.Terms.Values;

namespace Gardu.Commerce.Charging;

/// <summary>What is told of when so much of something has been used.</summary>
/// <param name="Licensee">Whose.</param>
/// <param name="Of">What: <c>quota</c>, <c>limit</c> or <c>credit</c>.</param>
/// <param name="Percent">80, 95 or 100.</param>
/// <param name="Subject">The subscription, or the currency.</param>
public sealed record UsageAlert(string Licensee, string Of, int Percent, string Subject);

/// <summary>A purchase that was made before.</summary>
/// <param name="Id">The charge that paid for it.</param>
/// <param name="Fingerprint">What the client named; null where it named nothing.</param>
public readonly record struct EarlierCharge(Guid Id, byte[]? Fingerprint);

/// <summary>
/// Settles a group of demands in their order against what is on record of those that they concern, which nobody else may change meanwhile. What then stands
/// here is what is to be written, in the same transaction in which it was read.
/// </summary>
public sealed class Settlement
{
    static readonly ImmutableArray<int> Levels = [80, 95, 100];

    readonly Dictionary<(string Licensee, string Currency), Wallet> wallets = [];
    readonly Dictionary<(string Subscription, DateTimeOffset Period), long> used = [];
    readonly Dictionary<(string Licensee, UInt128 Key), EarlierCharge> charges = [];
    readonly HashSet<(string Licensee, UInt128 Key)> records = [];
    readonly List<UsageAlert> alerts = [];

    /// <summary>The wallets, as they are after what was settled.</summary>
    public IReadOnlyDictionary<(string Licensee, string Currency), Wallet> Wallets => wallets;

    /// <summary>Units of periods that have been sold, after what was settled.</summary>
    public IReadOnlyDictionary<(string Subscription, DateTimeOffset Period), long> Used => used;

    /// <summary>What is to be told.</summary>
    public IReadOnlyList<UsageAlert> Alerts => alerts;

    /// <summary>Says what a wallet holds.</summary>
    public void Know(string licensee, string currency, Wallet wallet) => wallets[(licensee, currency)] = wallet;

    /// <summary>Says how many units of a period have been sold.</summary>
    public void Know(string subscription, DateTimeOffset period, long units) => used[(subscription, period)] = units;

    /// <summary>Says that a purchase was made before.</summary>
    public void Know(string licensee, ReadOnlySpan<byte> key, EarlierCharge charge) => charges[(licensee, Number(key))] = charge;

    /// <summary>Says that a record has been bought.</summary>
    public void Know(string licensee, ReadOnlySpan<byte> record) => records.Add((licensee, Number(record)));

    /// <summary>Settles one demand; <paramref name="bought"/> has the keys of the records that it pays for.</summary>
    public ChargeOutcome Settle(ChargeDemand demand, out IReadOnlyList<byte[]> bought)
    {
        bought = [];
        var at = (demand.Licensee, demand.Currency);
        var before = wallets.GetValueOrDefault(at).In(Wallet.MonthOf(demand.Time));
        var usedBefore = demand.Period is { } known ? used.GetValueOrDefault(known) : 0;
        if (Earlier(demand) is { } earlier)
            return new ChargeOutcome(SaleResult.Sold, null, earlier.Id, before.Balance, usedBefore, IsOtherPurchase: !SameBytes(earlier.Fingerprint, demand.Fingerprint));
        var fresh = demand.RecordKeys?.Where(key => !records.Contains((demand.Licensee, Number(key)))).DistinctBy(key => Number(key)).ToArray();
        var units = fresh?.Length ?? demand.Units;
        var (offer, wallet, period) = (demand.Offer, before, demand.Period);
        var usedNow = usedBefore;
        var result = Till.Settle(new Sale(units, offer.Price, offer.Included, offer.UnitsMax), ref wallet, ref usedNow, out var amount);
        if (result != SaleResult.Sold)
            return new ChargeOutcome(result, null, null, before.Balance, usedBefore, amount);
        wallets[at] = wallet;
        if (period is { } counted)
            used[counted] = usedNow;
        foreach (var key in bought = fresh ?? [])
            records.Add((demand.Licensee, Number(key)));
        Know(demand.Licensee, demand.Key, new EarlierCharge(demand.Id, demand.Fingerprint));
        Tell(demand, before, wallet, usedBefore, usedNow);
        return new ChargeOutcome(result, new Charge(new Money(amount, demand.Currency), units, offer.Unit, offer.Price, offer.Source, offer.Subscription?.Id, offer.Agreement?.Id), null, wallet.Balance, usedNow);
    }

    EarlierCharge? Earlier(ChargeDemand demand) =>
        charges.TryGetValue((demand.Licensee, Number(demand.Key)), out var earlier)
        || (demand.NeighbourKey is { } neighbour && charges.TryGetValue((demand.Licensee, Number(neighbour)), out earlier)) ? earlier : null;

    void Tell(ChargeDemand demand, Wallet before, Wallet after, long usedBefore, long usedNow)
    {
        if (demand.Offer.Subscription is { } subscription && (subscription.Plan.UnitsMax ?? subscription.Plan.Included?.Count) is { } most)
            TellCrossed("quota", subscription.Id, usedBefore, usedNow, most);
        if (after.Limit is { } limit)
            TellCrossed("limit", demand.Currency, before.Spent, after.Spent, limit);
        TellCrossed("credit", demand.Currency, before.Topped - before.Balance, before.Topped - after.Balance, before.Topped - before.Floor);

        void TellCrossed(string of, string subject, long from, long to, long whole)
        {
            foreach (var level in Levels)
                if (whole > 0 && from * (Int128)100 < whole * (Int128)level && to * (Int128)100 >= whole * (Int128)level)
                    alerts.Add(new UsageAlert(demand.Licensee, of, level, subject));
        }
    }

    static bool SameBytes(byte[]? one, byte[]? other) => one is null ? other is null : other is not null && one.AsSpan().SequenceEqual(other);

    static UInt128 Number(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt128BigEndian(key);
}
