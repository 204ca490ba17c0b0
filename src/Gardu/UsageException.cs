namespace Gardu;

/// <summary>What was asked for cannot be done as it was asked; the message says what to write instead.</summary>
class UsageException(string message) : Exception(message)
{
    /// <summary>A host was named that no site has.</summary>
    public static UsageException NoSite(string? host, IEnumerable<IEnumerable<string>> sites) =>
        new($"no site has the host \"{host}\"; there are {string.Join(", ", sites.SelectMany(hosts => hosts))}");
}

/// <summary>What was named is not there.</summary>
sealed class NotThereException(string message) : UsageException(message);
