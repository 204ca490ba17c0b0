using Gardu.Terms.Values;

namespace Gardu.Commerce.Charging;

/// <summary>What moves a balance besides charges.</summary>
public enum PostingKind : byte
{
    /// <summary>Paid in, or given.</summary>
    Credit,

    /// <summary>Taken for a period of a plan.</summary>
    Fee,

    /// <summary>Paid back.</summary>
    Refund,
}

/// <summary>The names of kinds in records.</summary>
public static class PostingNames
{
    static readonly string[] Names = ["credit", "fee", "refund"]; // in the order of PostingKind

    /// <summary>The name.</summary>
    public static string Name(this PostingKind kind) => Names[(int)kind];

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out PostingKind kind)
    {
        var at = Array.IndexOf(Names, text);
        kind = at < 0 ? default : (PostingKind)at;
        return at >= 0;
    }
}

/// <summary>A movement of a balance that is no charge.</summary>
/// <param name="Id"><c>pst_</c> and 32 hexadecimal digits.</param>
/// <param name="Licensee">Whose balance.</param>
/// <param name="Kind">Why.</param>
/// <param name="Amount">How much is added; less than nothing where it is taken.</param>
/// <param name="Time">When, UTC.</param>
/// <param name="Note">In words; null for none.</param>
/// <param name="Key">What is posted once under this name; null for none.</param>
public sealed record Posting(string Id, string Licensee, PostingKind Kind, Money Amount, DateTimeOffset Time, string? Note = null, string? Key = null)
{
    /// <summary>What an id starts with.</summary>
    public const string Prefix = "pst_";
}
