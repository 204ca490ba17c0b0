using Gardu.Agents.Identification;

namespace Gardu.Agents.Catalogue;

/// <summary>
/// Keeps an owner's agent from taking what is others': a pattern such as <c>Chrome</c> stands in people's browsers, and one such
/// as <c>compatible</c> before the names of many agents. Strangers choose what they call themselves, so a name is tried first.
/// </summary>
public static class TakenWords
{
    static readonly string[] Browsers =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
        "Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
        "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 OPR/120.0.0.0",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0.0.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/140.0 Mobile/15E148 Safari/605.1.15",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/480.0.0.0;]",
    ];

    /// <summary>Whom an agent would take requests from: <c>people's browsers</c>, or an agent's token; null for nobody.</summary>
    /// <param name="before">The catalogue without the agent, or as it was.</param>
    /// <param name="after">The catalogue with it.</param>
    public static string? TakenFrom(AgentCatalogue before, AgentCatalogue after)
    {
        var (known, claims) = (new ClaimReader(before), new ClaimReader(after));
        if (Browsers.Any(browser => claims.Read(browser).Agent is not null))
            return "people's browsers";
        foreach (var agent in before.Agents)
            foreach (var pattern in after.Find(agent.Token)?.Patterns ?? [])
                foreach (var userAgent in Written(pattern.TrimStart(ClaimPattern.StartMark)))
                    if (known.Read(userAgent).Agent == agent && claims.Read(userAgent).Agent?.Token != agent.Token)
                        return agent.Token;
        return null;
    }

    static IEnumerable<string> Written(string name) =>
    [
        $"{name}/1.0 (+https://agent.example/)", $"Mozilla/5.0 (compatible; {name}/1.0; +https://agent.example/)",
        $"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; {name}/1.0) Chrome/140.0.0.0 Safari/537.36",
    ];
}
