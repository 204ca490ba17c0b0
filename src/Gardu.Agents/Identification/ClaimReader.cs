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

    /// <summary>
    /// Claims that are remembered, since a site hears the same few user agents all day and reading one takes twenty times
    /// as long as remembering it. When they are so many, all are forgotten: a client that invents user agents gains nothing.
    /// </summary>
    const int RememberedMax = 4096;

    const int RememberedLengthMax = 512;

    static readonly AgentClaim Empty = new(null, false, AgentIdentity.Empty);

    readonly SearchValues<string> texts;
    readonly ClaimPattern[][] byFirstLetter;
    Memory remembered = new();

    /// <summary>Prepares the patterns of a catalogue.</summary>
    public ClaimReader(AgentCatalogue catalogue)
    {
        var all = catalogue.Agents
            .SelectMany(agent => agent.Patterns.Select(pattern => new ClaimPattern(pattern, agent)))
            .OrderByDescending(pattern => pattern.Text.Length)
            .ToArray();
        texts = SearchValues.Create([.. all.Select(pattern => pattern.Text)], StringComparison.OrdinalIgnoreCase);
        byFirstLetter = [.. Enumerable.Range(0, 128).Select(letter => all.Where(pattern => char.ToLowerInvariant(pattern.Text[0]) == letter).ToArray())];
    }

    /// <summary>Reads a user agent header; none, a blank one and <c>-</c> are an empty one.</summary>
    public AgentClaim Read(ReadOnlySpan<char> userAgent)
    {
        var text = userAgent[..Math.Min(userAgent.Length, LengthMax)].Trim();
        if (text is "" or "-")
            return Empty;
        var memory = remembered;
        if (memory.Claims.TryGetValue(text, out var known))
            return known;
        var claim = FindAgent(text) ?? (BrowserSigns.IsBrowser(text) ? new AgentClaim(null, true, "") { UserAgent = text.ToString() } : Unknown(text));
        if (text.Length <= RememberedLengthMax && memory.Claims.TryAdd(text, claim) && Interlocked.Increment(ref memory.Count) == RememberedMax)
            remembered = new Memory();
        return claim;
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

    static AgentClaim Unknown(ReadOnlySpan<char> text)
    {
        Span<char> buffer = stackalloc char[MachineName.LengthMax];
        var name = MachineName.Read(text, buffer);
        return name.IsEmpty ? Empty : new AgentClaim(null, false, name.ToString());
    }

    sealed class Memory
    {
        public int Count;

        public ConcurrentDictionary<string, AgentClaim>.AlternateLookup<ReadOnlySpan<char>> Claims { get; } =
            new ConcurrentDictionary<string, AgentClaim>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }
}
