using System.Globalization;

namespace Harness;

/// <summary>Figures of several rounds, and what may be said of them.</summary>
public sealed class Sample(IReadOnlyList<double> values)
{
    const int Resamples = 10_000;

    public double Median => MedianOf([.. values.Order()]);

    /// <summary>The ratios of two samples, round by round, so that a drift of the machine's speed cancels.</summary>
    public static Sample Ratio(IReadOnlyList<double> ours, IReadOnlyList<double> theirs) => new([.. ours.Zip(theirs, (a, b) => a / b)]);

    /// <summary>The middle 95% of the medians of resampled rounds (percentile bootstrap, a fixed seed).</summary>
    public (double Low, double High) Interval()
    {
        var random = new Random(1);
        var medians = new double[Resamples];
        var drawn = new double[values.Count];
        for (var i = 0; i < Resamples; i++)
        {
            for (var j = 0; j < drawn.Length; j++)
                drawn[j] = values[random.Next(values.Count)];
            Array.Sort(drawn);
            medians[i] = MedianOf(drawn);
        }
        Array.Sort(medians);
        return (medians[Resamples / 40], medians[^(Resamples / 40)]);
    }

    /// <summary><c>0.97 (0.95 to 0.99)</c>.</summary>
    public override string ToString()
    {
        var (low, high) = Interval();
        return string.Create(CultureInfo.InvariantCulture, $"{Median:0.000} ({low:0.000} to {high:0.000})");
    }

    static double MedianOf(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
}
