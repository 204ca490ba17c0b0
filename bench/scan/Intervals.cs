namespace ScanBench;

/// <summary>What may be said of a share that was counted.</summary>
static class Intervals
{
    /// <summary>The exact 95% interval of a probability of which so many of so many were seen (Clopper and Pearson 1934).</summary>
    public static (double Low, double High) Of(int seen, int all) =>
        (seen == 0 ? 0 : Where(p => 1 - AtMost(seen - 1, all, p) >= 0.025), seen == all ? 1 : Where(p => AtMost(seen, all, p) <= 0.025));

    /// <summary><c>198 of 200 (96.4% to 99.9%)</c>.</summary>
    public static string Told(int seen, int all)
    {
        var (low, high) = Of(seen, all);
        return FormattableString.Invariant($"{seen} of {all} ({low:P1} to {high:P1})");
    }

    static double AtMost(int seen, int all, double p)
    {
        var (sum, logOfTerm) = (0.0, all * Math.Log(1 - p));
        for (var i = 0; i <= seen; i++)
        {
            sum += Math.Exp(logOfTerm);
            logOfTerm += Math.Log(all - i) - Math.Log(i + 1) + Math.Log(p) - Math.Log(1 - p);
        }
        return sum;
    }

    /// <summary>The least probability of which something holds.</summary>
    static double Where(Func<double, bool> holds)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
            (low, high) = holds((low + high) / 2) ? (low, (low + high) / 2) : ((low + high) / 2, high);
        return high;
    }
}
