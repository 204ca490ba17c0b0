using System.Buffers;
using System.Collections.Concurrent;
using Gardu.Agents.Catalogue;
using Gardu.Terms.Identities;

namespace Gardu.Agents.Identification;

/// <summary>
/// Reads a user agent: an agent of the catalogue (the first that is named; of several at one place the longest), else a
/// browser, else an unknown machine under its library's name.
/// </summary>
public sealed class ClaimReader
{
    /// <summary>Characters of a user agent that are looked at; longer ones are read up to here.</summary>
    public const int LengthMax = 1024;

    /// <summary>Names of unknown machines that are kept, so that a client cannot fill the memory by inventing names.</summary>
    const int NamesMax = 4096;

    static readonly AgentClaim Browser = new(null, true, "");
    static readonly AgentClaim Empty = new(null, false, AgentIdentity.Empty);

    readonly SearchValues<string> texts;
    readonly ClaimPattern[][] byFirstLetter;
    readonly ConcurrentDictionary<string, AgentClaim> unknown = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, AgentClaim>.AlternateLookup<ReadOnlySpan<char>> unknownBySpan;
    int names;

    /// <summary>Prepares the patterns of a catalogue.</summary>
    public ClaimReader(AgentCatalogue catalogue)
    {
        var all = catalogue.Agents
            .SelectMany(agent => agent.Patterns.Select(pattern => new ClaimPattern(pattern, agent)))
            .OrderByDescending(pattern => pattern.Text.Length)
            .ToArray();
        texts = SearchValues.Create([.. all.Select(pattern => pattern.Text)], StringComparison.OrdinalIgnoreCase);
        byFirstLetter = [.. Enumerable.Range(0, 128).Select(letter => all.Where(pattern => char.ToLowerInvariant(pattern.Text[0]) == letter).ToArray())];
        unknownBySpan = unknown.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Reads a user agent header; none, a blank one and <c>-</c> are an empty one.</summary>
    public AgentClaim Read(ReadOnlySpan<char> userAgent)
    {
        var text = userAgent[..Math.Min(userAgent.Length, LengthMax)].Trim();
        if (text is "" or "-")
            return Empty;
        return FindAgent(text) ?? (BrowserSigns.IsBrowser(text) ? Browser : Unknown(text));
    }

    AgentClaim? FindAgent(ReadOnlySpan<char> text)
    {
        for (var from = 0; text[from..].IndexOfAny(texts) is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            foreach (ref readonly var pattern in byFirstLetter[char.ToLowerInvariant(text[at]) & 127].AsSpan())
                if (pattern.Matches(text, at))
                    return pattern.Claim;
        }
        return null;
    }

    AgentClaim Unknown(ReadOnlySpan<char> text)
    {
        Span<char> buffer = stackalloc char[MachineName.LengthMax];
        var name = MachineName.Read(text, buffer);
        if (name.IsEmpty)
            return Empty;
        if (unknownBySpan.TryGetValue(name, out var known))
            return known;
        var claim = new AgentClaim(null, false, name.ToString());
        if (Volatile.Read(ref names) < NamesMax && unknown.TryAdd(claim.Name, claim))
            Interlocked.Increment(ref names);
        return claim;
    }
}
