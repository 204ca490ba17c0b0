using Gardu.Agents.Addresses;

namespace Gardu.Agents.Names;

/// <summary>
/// Who is asked for names and addresses. Never throws for what an answer holds. Null means that the answer could not be
/// had (no answer in time, a failure, something unreadable, cancelled), an empty list that there is none.
/// </summary>
public interface INameServer
{
    /// <summary>The names that an address points to, in lower case without a last dot; at most 16 are looked at.</summary>
    Task<IReadOnlyList<string>?> NamesOfAsync(Address address, CancellationToken cancellation);

    /// <summary>The addresses of a name in one family; at most 64 are looked at.</summary>
    Task<IReadOnlyList<Address>?> AddressesOfAsync(string name, bool ipv6, CancellationToken cancellation);
}
