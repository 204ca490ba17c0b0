namespace Gardu.Terms.Values;

/// <summary>What is done with a request, in growing strictness.</summary>
public enum Verdict : byte
{
    /// <summary>It passes.</summary>
    Allow,

    /// <summary>It passes while a rate holds.</summary>
    Limit,

    /// <summary>It passes when it is paid for.</summary>
    Charge,

    /// <summary>It does not pass.</summary>
    Refuse,
}

/// <summary>
/// The value of a line of terms: <c>allow | refuse | PRICE[, limit N/SPAN] | limit N/SPAN</c>. Ordered by strictness:
/// refuse, higher price, lower limit, allow.
/// </summary>
/// <param name="Verdict">What it does.</param>
/// <param name="Price">Set for <see cref="Verdict.Charge"/> only.</param>
/// <param name="Limit">Set for <see cref="Verdict.Limit"/>, and for a charge that is limited too.</param>
public sealed record TermsValue(Verdict Verdict, Price? Price = null, RateLimit? Limit = null) : IComparable<TermsValue>
{
    /// <summary><c>allow</c>.</summary>
    public static TermsValue Allow { get; } = new(Verdict.Allow);

    /// <summary><c>refuse</c>.</summary>
    public static TermsValue Refuse { get; } = new(Verdict.Refuse);

    /// <summary>Reads a value; <paramref name="error"/> says in words what is wrong and how to write it.</summary>
    public static bool TryParse(string text, out TermsValue? value, out string? error)
    {
        (value, error) = (null, null);
        var comma = text.IndexOf(',');
        var first = (comma < 0 ? text : text[..comma]).Trim();
        RateLimit? limit = null;
        if (comma >= 0 && !RateLimit.TryParse(text.AsSpan(comma + 1).Trim(), out limit))
            error = $"\"{text[(comma + 1)..].Trim()}\" is not a limit such as \"limit 30/min\" (per s, min, h or day)";
        else if (first is "allow" or "refuse")
            value = comma < 0 ? first == "allow" ? Allow : Refuse : null;
        else if (first.StartsWith("limit", StringComparison.Ordinal))
            value = comma < 0 && RateLimit.TryParse(first, out limit) ? new TermsValue(Verdict.Limit, Limit: limit) : null;
        else if (Price.TryParse(first, out var price, out error))
            value = new TermsValue(Verdict.Charge, price, limit);
        if (value is null && error is null)
            error = first.StartsWith("limit", StringComparison.Ordinal)
                ? $"\"{text}\" is not a limit such as \"limit 30/min\" (per s, min, h or day)"
                : $"only a price can be followed by a limit; write \"limit …\" alone instead of \"{text}\"";
        return value is not null;
    }

    /// <summary>Positive when this value is the stricter one.</summary>
    public int CompareTo(TermsValue? other)
    {
        if (other is null)
            return 1;
        if (Verdict != other.Verdict)
            return ((int)Verdict).CompareTo((int)other.Verdict); // an enum's own CompareTo boxes
        if (Price is not null && Price.CompareTo(other.Price) is var byPrice and not 0)
            return byPrice;
        return Tightness(Limit).CompareTo(Tightness(other.Limit));
    }

    /// <summary>As terms write it.</summary>
    public override string ToString() => Verdict switch
    {
        Verdict.Allow => "allow",
        Verdict.Refuse => "refuse",
        Verdict.Limit => Limit!.ToString(), // a limit's value always has one
        Verdict.Charge => Limit is null ? Price!.ToString() : $"{Price}, {Limit}",
        _ => throw new InvalidOperationException($"no words for verdict {Verdict}"),
    };

    static double Tightness(RateLimit? limit) => limit is null ? double.NegativeInfinity : -limit.PerSecond;
}
