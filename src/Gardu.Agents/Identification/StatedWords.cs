using System.Text.RegularExpressions;
using Gardu.Terms;

namespace Gardu.Agents.Identification;

/// <summary>
/// What a user agent says of whoever runs it: whom to write to, and what for it comes. It is a stranger's word, good for a
/// proposal and never for a decision.
/// </summary>
public static partial class StatedWords
{
    const int UrlMax = 200;

    /// <summary>Words that say a purpose; whoever says more than one says none.</summary>
    static readonly (string Word, Purpose Purpose)[] Words =
    [
        ("ai-train", Purpose.AiTrain), ("ai-training", Purpose.AiTrain), ("training", Purpose.AiTrain),
        ("ai-input", Purpose.AiInput), ("ai-index", Purpose.AiIndex),
        ("search", Purpose.Search), ("searchbot", Purpose.Search), ("searchengine", Purpose.Search),
        ("seo", Purpose.Other), ("uptime", Purpose.Other), ("monitor", Purpose.Other), ("monitoring", Purpose.Other), ("archive", Purpose.Other), ("archiver", Purpose.Other),
        ("rss", Purpose.Other), ("feed", Purpose.Other), ("linkcheck", Purpose.Other), ("linkchecker", Purpose.Other), ("preview", Purpose.Other),
    ];

    /// <summary>
    /// The page or mail address that a user agent names, the page first; null where it names none. A page is an http or https URL
    /// without user information, of <c>200</c> characters at most.
    /// </summary>
    /// <param name="userAgent">What was sent.</param>
    /// <param name="isCut">Whether its end is missing, so that what stands there is not whole.</param>
    public static string? ContactIn(string userAgent, bool isCut)
    {
        foreach (Match match in Page().Matches(userAgent))
            if (IsWhole(match) && match.Length <= UrlMax && Uri.TryCreate(match.Value.TrimEnd('.', '!', '?'), UriKind.Absolute, out var url) && url is { UserInfo: "", HostNameType: UriHostNameType.Dns })
                return url.AbsoluteUri;
        foreach (Match match in Mail().Matches(userAgent))
            if (IsWhole(match))
                return match.Value;
        return null;

        bool IsWhole(Match match) => !isCut || match.Index + match.Length < userAgent.Length;
    }

    /// <summary>The host of a contact that <see cref="ContactIn"/> gave, in lower case and without <c>www.</c>.</summary>
    public static string HostOf(string contact)
    {
        var host = contact.Contains("://", StringComparison.Ordinal) ? new Uri(contact).IdnHost : contact[(contact.LastIndexOf('@') + 1)..];
        host = host.ToLowerInvariant();
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    /// <summary>The purpose that a user agent states in a word of its own or at the end of a name (<c>AcmeSearch/1.0</c>), and that word; null where it states none, or several.</summary>
    public static (Purpose Purpose, string Word)? PurposeIn(string userAgent)
    {
        (Purpose Purpose, string Word)? found = null;
        foreach (Match match in Name().Matches(Page().Replace(Mail().Replace(userAgent, " "), " ")))
        {
            foreach (var part in Parts().Matches(match.Value).Select(part => part.Value).Append(match.Value))
            {
                var at = Array.FindIndex(Words, known => known.Word.Equals(part, StringComparison.OrdinalIgnoreCase));
                if (at < 0)
                    continue;
                if (found is { } other && other.Purpose != Words[at].Purpose)
                    return null;
                found ??= (Words[at].Purpose, Words[at].Word);
            }
        }
        return found;
    }

    [GeneratedRegex("""(?>https?://[!-~-[;,()<>"'\\{}|^`]]+)(?![^\x00-\x7F])""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Page();

    [GeneratedRegex("(?:(?<=mailto:)|(?<![A-Za-z0-9._:/-]))[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?){0,8}\\.[A-Za-z]{2,24}(?![A-Za-z0-9-])", RegexOptions.CultureInvariant)]
    private static partial Regex Mail();

    [GeneratedRegex("[A-Za-z][A-Za-z-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    /// <summary>The words of a name: <c>Acme</c> and <c>Search</c> of <c>AcmeSearch</c>, <c>SEO</c> of <c>AcmeSEO</c>.</summary>
    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
