namespace Gardu.Protocols.Rsl;

/// <summary>The words of RSL 1.0.</summary>
static class RslTokens
{
    public static readonly string[] Usage = ["all", "ai-all", "ai-train", "ai-input", "ai-index", "search"];
    public static readonly string[] User = ["commercial", "non-commercial", "education", "government", "personal"];
    public static readonly string[] Payment = ["purchase", "subscription", "training", "crawl", "use", "contribution", "attribution", "free"];
    public static readonly string[] Legal = ["warranty", "disclaimer", "attestation", "contact", "proof"];
    public static readonly string[] Warranty = ["ownership", "authority", "no-infringement", "privacy-consent", "no-malware"];
    public static readonly string[] Disclaimer = ["as-is", "no-warranty", "no-liability", "no-indemnity"];
    public static readonly string[] Attestation = ["true", "false"];
    public static readonly string[] Copyright = ["person", "organization"];
    public static readonly string[] Reporting = ["telemetry", "provenance", "audit"];

    /// <summary>The states of the European Union by ISO 3166-1.</summary>
    public static readonly string[] EuropeanUnion =
    [
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
    ];

    /// <summary>How closely a word of a list means a use: 3 the use itself, 2 all AI uses, 1 every use, 0 not at all.</summary>
    public static int Closeness(IReadOnlyList<string>? words, string use)
    {
        var closest = 0;
        foreach (var word in words ?? [])
            closest = Math.Max(closest, word == use ? 3 : word == "ai-all" && use.StartsWith("ai-", StringComparison.Ordinal) ? 2 : word == "all" ? 1 : 0);
        return closest;
    }
}
