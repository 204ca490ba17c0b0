using System.Net;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>
/// What <c>SIGKILL</c> at random moments under paid load leaves of money: one charge for everything that a client received, none for what it was refused, a balance that is
/// credit less charges, and a retry that costs nothing.
/// </summary>
public sealed class ChargeKillTests(SharedPostgres postgres)
{
    /// <summary>Cents that are paid in; more than is ever spent.</summary>
    const long Credit = 1_000_000;

    public static int Rounds => Needs.IsLong ? 50 : 5;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Kills_under_paid_load_charge_exactly_what_was_received(bool onPostgres)
    {
        await using var shop = await Shop.Open(Credit, onPostgres ? await postgres.NewDatabase() : null);
        var random = new Random(Seed.Value);
        for (var round = 1; round <= Rounds; round++)
        {
            await using var gardu = await shop.Up();
            await using var buying = shop.Load.From(gardu);
            await Task.Delay(TimeSpan.FromMilliseconds(200 + random.Next(1500)), TestContext.Current.CancellationToken); // the moment is the test's own
            await gardu.Process.Kill();
            await buying.Over();
        }
        await using (var last = await shop.Up())
        {
            await shop.Load.Retry(last);
            await last.Stop();
        }
        // A key that a gate which has just started does not know yet is all that may be refused.
        Assert.All(shop.Load.Refused, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));
        Assert.True(shop.Load.Received.Count() > Rounds * 2, $"{Seed.Told}: only {shop.Load.Received.Count()} were bought");
        await shop.Check(Seed.Told);
    }
}
