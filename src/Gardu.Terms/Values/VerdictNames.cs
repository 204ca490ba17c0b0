namespace Gardu.Terms.Values;

/// <summary>The names of decisions in records, headers and metrics.</summary>
public static class VerdictNames
{
    static readonly string[] Names = ["allow", "limit", "charge", "refuse"];

    /// <summary>The name that records use.</summary>
    public static string Name(this Verdict verdict) => Names[(int)verdict];

    /// <summary>Reads a name as records write it.</summary>
    public static bool TryParse(string text, out Verdict verdict)
    {
        var at = Array.IndexOf(Names, text);
        verdict = at < 0 ? default : (Verdict)at;
        return at >= 0;
    }
}
