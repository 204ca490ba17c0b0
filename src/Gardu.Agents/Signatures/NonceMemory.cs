using System.Security.Cryptography;
using System.Text;

namespace Gardu.Agents.Signatures;

/// <summary>
/// Remembers the words that signers use once, in two generations of bounded size. When the younger is full the older is
/// forgotten; from then on a signature made no later than anything forgotten is taken for used, since nobody can tell. So
/// memory is bounded, nothing is ever accepted twice, and who signs each request as it goes out notices nothing.
/// </summary>
/// <param name="generationMax">Words of a generation.</param>
public sealed class NonceMemory(int generationMax = NonceMemory.GenerationMax)
{
    /// <summary>Words of a generation, where nothing else is said.</summary>
    public const int GenerationMax = 250_000;

    readonly Lock changing = new();
    readonly byte[] key = RandomNumberGenerator.GetBytes(32); // nobody can make two words meet
    HashSet<UInt128> younger = [];
    HashSet<UInt128> older = [];
    long youngerCreated = long.MinValue;
    long olderCreated = long.MinValue;
    long forgottenCreated = long.MinValue;

    /// <summary>Uses a word; false where it was used before, or that can no longer be told.</summary>
    /// <param name="signer">Whose word.</param>
    /// <param name="keyId">Under which key.</param>
    /// <param name="nonce">The word.</param>
    /// <param name="created">When the signature was made, in seconds since 1970.</param>
    public bool TryUse(string signer, string keyId, string nonce, long created)
    {
        var word = HashOf(signer, keyId, nonce);
        lock (changing)
        {
            if (created <= forgottenCreated || older.Contains(word) || !younger.Add(word))
                return false;
            youngerCreated = Math.Max(youngerCreated, created);
            if (younger.Count == generationMax)
            {
                forgottenCreated = Math.Max(forgottenCreated, olderCreated);
                (older, younger) = (younger, older);
                (olderCreated, youngerCreated) = (youngerCreated, long.MinValue);
                younger.Clear();
            }
            return true;
        }
    }

    UInt128 HashOf(string signer, string keyId, string nonce)
    {
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{signer}\n{keyId}\n{nonce}"), hash);
        return new UInt128(BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash[8..]));
    }
}
