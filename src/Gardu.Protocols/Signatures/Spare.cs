using System.Security.Cryptography;

namespace Gardu.Protocols.Signatures;

/// <summary>
/// Lends a key of the platform, which one thread at a time may use: one lies ready once it was used, more are made for as long as several threads need one.
/// </summary>
/// <param name="make">Makes one.</param>
sealed class Spare<T>(Func<T> make) where T : class, IDisposable
{
    T? ready;

    /// <summary>Whether the platform can make one. None is kept: of the keys that strangers publish few are ever used.</summary>
    public bool CanMake()
    {
        try
        {
            make().Dispose();
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Uses one; false where the platform cannot.</summary>
    public bool TryUse(Func<T, bool> use, out bool result)
    {
        result = false;
        T? key = null;
        try
        {
            key = Interlocked.Exchange(ref ready, null) ?? make();
            result = use(key);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            if (key is not null && Interlocked.CompareExchange(ref ready, key, null) is not null)
                key.Dispose();
        }
    }
}
