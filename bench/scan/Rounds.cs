using Harness;

namespace ScanBench;

/// <summary>What is timed, all of it in every round, in turn.</summary>
sealed class Rounds
{
    readonly List<(string Name, Func<double> Take)> all = [];
    readonly Dictionary<string, List<double>> taken = [];

    /// <summary>Adds something that takes seconds; what bears the name of one that is there is the same.</summary>
    public void Add(string name, Func<double> take)
    {
        if (taken.TryAdd(name, []))
            all.Add((name, take));
    }

    public void Run(int rounds)
    {
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {rounds}");
            foreach (var (name, take) in all)
                taken[name].Add(take());
        }
    }

    public IReadOnlyList<double> Seconds(string name) => taken[name];

    /// <summary>Rates in MB of text a second, of each round: without what the same command takes that has nothing to read.</summary>
    public IReadOnlyList<double> Rates(string name, string nothing, long octets) => [.. Enumerable.Zip(taken[name], taken[nothing], (seconds, start) => octets / 1e6 / (seconds - start))];

    /// <summary><c>123 (120 to 130)</c>.</summary>
    public static string Told(IReadOnlyList<double> values, string format = "N0")
    {
        var sample = new Sample(values);
        var (low, high) = sample.Interval();
        string Number(double value) => value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
        return $"{Number(sample.Median)} ({Number(low)} to {Number(high)})";
    }
}
