using System.Collections.Frozen;

namespace Gardu.Commerce.Licensees;

/// <summary>All accounts, found by licensee and by signing agent. Immutable: a change makes a new one.</summary>
public sealed class AccountDirectory(IEnumerable<Account> accounts)
{
    readonly FrozenDictionary<string, Account> byLicensee = accounts.ToFrozenDictionary(account => account.Licensee.Id);

    readonly FrozenDictionary<string, (Account Account, BoundSigner Signer)> bySigner =
        accounts.SelectMany(account => account.Signers.Select(signer => (Account: account, Signer: signer))).ToFrozenDictionary(pair => pair.Signer.Url);

    /// <summary>No accounts.</summary>
    public static AccountDirectory None { get; } = new([]);

    /// <summary>The account of a licensee; null where there is none.</summary>
    public Account? Find(string licensee) => byLicensee.GetValueOrDefault(licensee);

    /// <summary>The account that a signing agent belongs to; null where it belongs to none.</summary>
    /// <param name="url">What its signatures name.</param>
    public (Account Account, BoundSigner Signer)? FindSigner(string url) => bySigner.TryGetValue(url, out var found) ? found : null;
}
