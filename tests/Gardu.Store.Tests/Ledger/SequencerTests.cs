using System.Globalization;
using Xunit.Sdk;

namespace Gardu.Store.Tests.Ledger;

/// <summary><c>GARDU_FAULT_SEED</c> repeats a schedule; the message of a failure names it.</summary>
public sealed class SequencerTests
{
    static readonly int? Given = int.TryParse(Environment.GetEnvironmentVariable("GARDU_FAULT_SEED"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var seed) ? seed : null;

    static int Schedules => Environment.GetEnvironmentVariable("GARDU_LONG") == "1" ? 3_000 : 300;

    [Fact]
    public void Whatever_breaks_every_entry_gets_one_place_and_no_size_two_roots() =>
        Simulate(seed => new SequencerSimulation(seed, 1 + seed % 3).Run(60));

    [Fact]
    public void A_database_that_comes_back_older_than_the_log_takes_back_what_the_log_has() =>
        Simulate(seed => new SequencerSimulation(seed, 1).RunAndRestore(40));

    static void Simulate(Action<int> run)
    {
        var first = Given ?? Environment.TickCount & 0xFFFFFF;
        for (var seed = first; seed < first + (Given is null ? Schedules : 1); seed++)
            try
            {
                run(seed);
            }
            catch (Exception failed)
            {
                throw new XunitException($"GARDU_FAULT_SEED={seed} repeats it: {failed}", failed);
            }
    }
}
