using Gardu.Commerce.Charging;
using Gardu.Gate.Recording;

namespace Gardu.Gate.Charging;

/// <summary>What is about to be delivered, and the record of the request that asked for it.</summary>
/// <param name="Demand">What it costs, and whom.</param>
/// <param name="Record">The request, without the charge.</param>
public sealed record Purchase(ChargeDemand Demand, UsageRecord Record);

/// <summary>Where charges are made. Calls block; the cashier makes them off the request path.</summary>
public interface IChargeStore
{
    /// <summary>
    /// Settles purchases in their order and writes down durably, in one transaction, those that are sold: charge, usage record, ledger entry, balance and quota. What was
    /// not sold, or was paid for before, leaves nothing behind. Throws <see cref="StoreException"/> where it cannot, or cannot tell;
    /// whoever calls then calls again with the same, and finds what had gone in after all.
    /// </summary>
    IReadOnlyList<ChargeOutcome> Charge(IReadOnlyList<Purchase> purchases);

    /// <summary>What a licensee has in a currency, and how many units of a plan's period have been sold to it.</summary>
    /// <param name="licensee">Who.</param>
    /// <param name="currency">The currency.</param>
    /// <param name="period">The subscription and when the period began; null for none.</param>
    (Wallet Wallet, long Used) Look(string licensee, string currency, (string Subscription, DateTimeOffset Start)? period);

    /// <summary>Whether a licensee has bought something of what a key begins with (<see cref="ChargeKey.OfTarget"/>).</summary>
    bool HasBought(string licensee, byte[] target);

    /// <summary>Takes a charge back, since what it paid for was not delivered: balance and quota too, by an entry of its own. Nothing where there is none, or it is taken back.</summary>
    /// <param name="id">The charge.</param>
    /// <param name="now">When.</param>
    /// <param name="reason">Code of the reason.</param>
    void Void(Guid id, DateTimeOffset now, string reason);

    /// <summary>
    /// Makes sure that a refused request is not charged, whatever comes of an attempt that may still be under way: waits for it, then takes the charge back, or writes the
    /// record, after which there can be none, since both have the same id. Nothing where that has been done. Throws <see cref="StoreException"/> where it cannot tell.
    /// </summary>
    /// <param name="refused">The request, with what it was answered.</param>
    /// <param name="now">When.</param>
    void Refuse(UsageRecord refused, DateTimeOffset now);
}
