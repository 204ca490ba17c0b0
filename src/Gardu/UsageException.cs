using System.CommandLine;
using Gardu.Agents.Credentials;

namespace Gardu;

/// <summary>What was asked for cannot be done as it was asked; the message says what to write instead.</summary>
class UsageException(string message) : Exception(message)
{
    /// <summary>A host was named that no site has.</summary>
    public static UsageException NoSite(string? host, IEnumerable<IEnumerable<string>> sites) =>
        new($"no site has the host \"{host}\"; there are {string.Join(", ", sites.SelectMany(hosts => hosts))}");

    /// <summary>Refuses a key itself where an id belongs, without saying it again.</summary>
    public static void ThrowIfSecret(string? text)
    {
        if (text?.Trim().StartsWith(KeySecret.Mark, StringComparison.Ordinal) == true)
            throw new UsageException("that is a key itself, a secret that names nothing here; give the id: gardu key list has those of keys (key_…), gardu licensee list those of licensees (lic_…)");
    }

    /// <summary>The same of everything that was typed.</summary>
    public static void ThrowIfSecret(ParseResult parsed)
    {
        foreach (var token in parsed.Tokens)
            ThrowIfSecret(token.Value);
    }
}

/// <summary>What was named is not there.</summary>
sealed class NotThereException(string message) : UsageException(message);
