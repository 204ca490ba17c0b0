namespace Gardu.Evidence.Scan.Reporting;

/// <summary>How often something is found where nothing can be.</summary>
/// <param name="Tier">Of what.</param>
/// <param name="Found">Documents (of candidates, pairs of a record and a document) found in the controls.</param>
/// <param name="Gigabytes">Text of the controls, in 10^9 octets.</param>
/// <param name="PerGigabyte">Found in a gigabyte.</param>
/// <param name="Low">The lower end of the 95% interval of that.</param>
/// <param name="High">Its upper end; where nothing was found, what it is below with 95%: three in all the text.</param>
public sealed record BackgroundRate(Tier Tier, long Found, double Gigabytes, double PerGigabyte, double Low, double High)
{
    /// <summary>The rates of each tier.</summary>
    internal static IReadOnlyList<BackgroundRate> Of(IReadOnlyList<ScanReport> controls)
    {
        var gigabytes = controls.Sum(control => control.Corpus.TextOctets) / 1e9;
        return [
            Of(Tier.Candidate, controls.Sum(control => control.Found.Candidates), gigabytes),
            Of(Tier.Substantive, controls.Sum(control => control.Found.Substantive + control.Found.Strong), gigabytes), // and stronger
            Of(Tier.Strong, controls.Sum(control => control.Found.Strong), gigabytes)];
    }

    /// <summary>The rate of so many finds in so much text. The interval is the exact one of a Poisson count (Garwood 1936), two-sided; of none, one-sided.</summary>
    internal static BackgroundRate Of(Tier tier, long found, double gigabytes)
    {
        double Each(double count) => gigabytes == 0 ? 0 : Math.Round(count / gigabytes, 4);
        return new BackgroundRate(tier, found, Math.Round(gigabytes, 6), Each(found),
            found == 0 ? 0 : Each(MeanWhere(mean => 1 - AtMost(found - 1, mean) >= 0.025, found)), Each(found == 0 ? -Math.Log(0.05) : MeanWhere(mean => AtMost(found, mean) <= 0.025, found)));
    }

    /// <summary>The probability of so many or fewer where that many are expected.</summary>
    static double AtMost(long count, double mean)
    {
        var (logOfTerm, sum) = (-mean, 0.0);
        for (var i = 0L; i <= count; i++)
        {
            sum += Math.Exp(logOfTerm);
            logOfTerm += Math.Log(mean) - Math.Log(i + 1);
        }
        return Math.Min(1, sum);
    }

    /// <summary>The least mean of which something holds.</summary>
    static double MeanWhere(Func<double, bool> holds, long count)
    {
        var (low, high) = (0.0, 10 + (2.0 * count));
        for (var i = 0; i < 100; i++)
            (low, high) = holds((low + high) / 2) ? (low, (low + high) / 2) : ((low + high) / 2, high);
        return high;
    }
}
