namespace Gardu.Ledger.Statements;

/// <summary>The usage of one site, purpose, proof and decision, counted.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Purpose">What it was for; <c>unknown</c> where that is not known.</param>
/// <param name="Proof">How it was established who asked.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Requests">How many.</param>
/// <param name="Bytes">Of the responses' bodies.</param>
public sealed record StatementLine(string Site, string Purpose, string Proof, string Decision, long Requests, long Bytes)
{
    /// <summary>The order of lines: by site, purpose, proof and decision, each by its UTF-16 code units, as RFC 8785 sorts names.</summary>
    public static Comparison<StatementLine> Order { get; } = (one, other) =>
        (string.CompareOrdinal(one.Site, other.Site), string.CompareOrdinal(one.Purpose, other.Purpose), string.CompareOrdinal(one.Proof, other.Proof), string.CompareOrdinal(one.Decision, other.Decision)) switch
        {
            (0, 0, 0, var decision) => decision,
            (0, 0, var proof, _) => proof,
            (0, var purpose, _, _) => purpose,
            (var site, _, _, _) => site,
        };

    /// <summary>What is counted here, in words.</summary>
    public override string ToString() => $"site {Site}, purpose {Purpose}, proof {Proof}, decision {Decision}";
}
