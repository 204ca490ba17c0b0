using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Gardu.Agents.Credentials;

/// <summary>All keys that were given out, found by their index. Immutable: a change makes a new one.</summary>
public sealed class IssuedKeys(IEnumerable<IssuedKey> keys)
{
    readonly FrozenDictionary<string, IssuedKey[]> byIndex = keys.GroupBy(key => key.Index).ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <summary>No keys.</summary>
    public static IssuedKeys None { get; } = new([]);

    /// <summary>The key that a request brings, in time that does not tell how much of it is right; null where there is none that holds.</summary>
    /// <param name="text">The key as sent.</param>
    /// <param name="now">When.</param>
    public IssuedKey? Find(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        if (!KeySecret.TryRead(text, out var secret) || !byIndex.TryGetValue(secret.Index, out var candidates))
            return null;
        var hash = secret.Hash();
        foreach (var key in candidates)
            if (CryptographicOperations.FixedTimeEquals(key.Hash.Span, hash) && key.IsInForceAt(now))
                return key;
        return null;
    }
}
