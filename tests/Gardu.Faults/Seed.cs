using System.Globalization;

namespace Gardu.Faults;

/// <summary>What the moments of a run come from: <c>GARDU_FAULT_SEED</c>, which repeats those of another, or the clock.</summary>
static class Seed
{
    public static int Value { get; } = int.TryParse(Environment.GetEnvironmentVariable("GARDU_FAULT_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed)
        ? seed
        : Environment.TickCount & int.MaxValue;

    /// <summary>For the message of a failure.</summary>
    public static string Told => string.Create(CultureInfo.InvariantCulture, $"seed {Value}");
}
