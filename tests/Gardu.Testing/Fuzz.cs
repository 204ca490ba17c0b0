using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Gardu.Testing;

/// <summary>
/// A seeded fuzz run: damaged inputs until one breaks a check. The failure names the seed and the input; the environment
/// variable <c>GARDU_FUZZ_SEED</c> repeats or varies a run.
/// </summary>
public static class Fuzz
{
    const int DefaultSeed = 20261123;

    /// <summary>Far more than any input needs, so that only a runaway is caught.</summary>
    static readonly TimeSpan SlowestCase = TimeSpan.FromSeconds(10);

    public static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("GARDU_FUZZ_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed) ? seed : DefaultSeed;

    public static void Run(int cases, IReadOnlyList<byte[]> corpus, Action<byte[]> check)
    {
        var mutator = new Mutator(Seed);
        for (var number = 0; number < cases; number++)
        {
            var input = mutator.Mutate(corpus);
            var started = Stopwatch.GetTimestamp();
            try
            {
                check(input);
            }
            catch (Exception failure)
            {
                throw new FuzzException(Tell(number, input), failure);
            }
            if (Stopwatch.GetElapsedTime(started) > SlowestCase)
                throw new FuzzException($"took more than {SlowestCase}: {Tell(number, input)}", null);
        }
    }

    public static void Run(int cases, IReadOnlyList<string> corpus, Action<string> check) =>
        Run(cases, [.. corpus.Select(Encoding.UTF8.GetBytes)], input => check(Encoding.UTF8.GetString(input)));

    static string Tell(int number, byte[] input) => $"seed {Seed}, case {number}, input (base64) {Convert.ToBase64String(input)}";
}

public sealed class FuzzException(string message, Exception? inner) : Exception(message, inner);
