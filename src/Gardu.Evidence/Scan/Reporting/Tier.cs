using System.Text.Json.Serialization;

namespace Gardu.Evidence.Scan.Reporting;

/// <summary>How much of a document was found. What is less than <see cref="Substantive"/> is counted and not named.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Tier>))]
public enum Tier
{
    /// <summary>Some words of it in a row, fewer than fifty: a turn of phrase, a quotation.</summary>
    [JsonStringEnumMemberName("candidate")]
    Candidate,

    /// <summary>A run of fifty equal words, or a hundred letters of a script without spaces.</summary>
    [JsonStringEnumMemberName("substantive")]
    Substantive,

    /// <summary>A run of a hundred equal words, or half of a document of fifty words and more.</summary>
    [JsonStringEnumMemberName("strong")]
    Strong,
}

/// <summary>Judges documents.</summary>
static class Tiers
{
    /// <summary>How a tier is called.</summary>
    public static string Word(this Tier tier) => tier switch
    {
        Tier.Strong => "strong",
        Tier.Substantive => "substantive",
        _ => "candidate",
    };

    /// <summary>Equal words of a run that make it substantive.</summary>
    public const int SubstantiveWords = 50;

    /// <summary>Equal words of a run that make it strong.</summary>
    public const int StrongWords = 100;

    /// <summary>Share of a document that makes it strong.</summary>
    public const double StrongShare = 0.5;

    /// <summary>Words of a document for its share to say anything: greetings are found anywhere.</summary>
    public const int ShareWordsMin = 50;

    /// <summary>The tier of a document.</summary>
    /// <param name="longest">Equal words of its longest run.</param>
    /// <param name="share">The share of its words that was found, from 0 to 1.</param>
    /// <param name="words">Its words that count.</param>
    public static Tier Of(double longest, double share, double words) =>
        longest >= StrongWords || (share >= StrongShare && words >= ShareWordsMin) ? Tier.Strong
        : longest >= SubstantiveWords ? Tier.Substantive : Tier.Candidate;
}
