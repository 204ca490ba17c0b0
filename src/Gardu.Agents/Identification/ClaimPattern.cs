using Gardu.Agents.Catalogue;

namespace Gardu.Agents.Identification;

/// <summary>
/// A text that stands for an agent in a user agent. It is compared without case and stands on word boundaries: a name
/// inside a word, a link (<c>https://x.example/GPTBot</c>) or a mail address is not what a client calls itself, and
/// neither is the name that it compares itself with (<c>like Googlebot</c>).
/// </summary>
sealed class ClaimPattern
{
    /// <summary>Binds a pattern to the start of the user agent.</summary>
    public const char StartMark = '^';

    const string Likeness = "like ";

    readonly bool atStart;
    readonly bool isWhole;

    public ClaimPattern(string written, Agent agent)
    {
        atStart = written[0] == StartMark;
        Text = atStart ? written[1..] : written;
        isWhole = char.IsAsciiLetterOrDigit(Text[^1]);
        Claim = new AgentClaim(agent, false, agent.Token);
    }

    public string Text { get; }

    public AgentClaim Claim { get; }

    public bool Matches(ReadOnlySpan<char> userAgent, int at) =>
        (at == 0 || (!atStart && IsBoundaryBefore(userAgent[at - 1]) && !userAgent[..at].EndsWith(Likeness, StringComparison.OrdinalIgnoreCase)))
        && userAgent[at..].StartsWith(Text, StringComparison.OrdinalIgnoreCase)
        && (!isWhole || at + Text.Length == userAgent.Length || IsBoundaryAfter(userAgent[at + Text.Length]));

    static bool IsBoundaryBefore(char c) => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or '@');

    static bool IsBoundaryAfter(char c) => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '@');
}
