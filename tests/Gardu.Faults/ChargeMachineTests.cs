using System.Globalization;
using System.Net;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>The machine under the gate goes wrong under paid load: its disk is full, its clock is set back.</summary>
public sealed class ChargeMachineTests
{
    const long Credit = 1_000_000;

    public static int Rounds => Needs.IsLong ? 10 : 1;

    [Fact]
    public async Task A_disk_that_fills_up_under_paid_load_stops_what_has_a_price_until_there_is_room_again()
    {
        SmallDisk? mounted = null;
        await using var shop = await Shop.Open(Credit, prepare: async shop => mounted = await SmallDisk.Mount(shop.Scratch.PathOf("gardu-data"), megabytes: 64));
        await using var disk = mounted!; // Open has prepared
        await using var gardu = await shop.Up();
        using var operators = Clients.At(gardu.OperatorUrl, Clients.Browser);
        using var person = gardu.Client(Clients.Browser);
        for (var round = 1; round <= Rounds; round++)
        {
            await using var buying = shop.Load.From(gardu);
            await shop.Load.Sells();
            var refused = shop.Load.Refused.Count();
            disk.Fill();
            await Eventually.True(async () =>
            {
                Assert.Equal(200, await person.StatusOf("/"));
                return shop.Load.Refused.Count() > refused + 20;
            }, "what has a price is refused");
            disk.Empty();
            await Eventually.True(async () => await operators.StatusOf("/ready") == 200, "there is room again");
            await shop.Load.Sells();
        }
        await shop.Load.Retry(gardu);
        await gardu.Stop();
        Assert.All(shop.Load.Refused, answer => Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(30)), (answer.Status, answer.RetryAfter)));
        await shop.Check($"{Rounds} full disks");
    }

    /// <summary>At noon, since what is bought is bought for a day, of which midnight is the end.</summary>
    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_under_paid_load_charges_nothing_again()
    {
        var library = Path.Combine(Needs.Folder("/usr/lib/x86_64-linux-gnu/faketime"), "libfaketimeMT.so.1");
        var noon = DateTime.UtcNow.Date.AddDays(1).AddHours(12) - DateTime.UtcNow;
        await using var shop = await Shop.Open(Credit, prepare: shop =>
        {
            SetClock(shop, noon - TimeSpan.FromHours(2)); // a plan is in force from the moment on at which it was assigned
            foreach (var (name, value) in new Dictionary<string, string>
            {
                ["LD_PRELOAD"] = library,
                ["FAKETIME_TIMESTAMP_FILE"] = shop.Scratch.PathOf("clock"),
                ["FAKETIME_NO_CACHE"] = "1",
                ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
                ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0", // or waits of the runtime end too soon or never
            })
                shop.Environment[name] = value;
            return Task.CompletedTask;
        });
        SetClock(shop, noon);
        await using var gardu = await shop.Up();
        for (var round = 1; round <= Rounds; round++)
        {
            await using var buying = shop.Load.From(gardu);
            await shop.Load.Sells();
            SetClock(shop, noon - TimeSpan.FromHours(1));
            await shop.Load.Sells();
            await shop.Load.AskAgain(gardu, 300);
            SetClock(shop, noon);
            await shop.Load.Sells();
        }
        await shop.Load.AskAgain(gardu, 300);
        var times = (await gardu.Usage()).Select(record => long.Parse(record.Id.AsSpan("req_".Length, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray(); // ms
        Assert.True(times.Zip(times.Skip(1)).Any(pair => pair.First - pair.Second > TimeSpan.FromMinutes(50).TotalMilliseconds), "the gate's clock has not gone back");
        Assert.Empty(shop.Load.Refused);
        await gardu.Stop();
        await shop.Check("a clock set back");
    }

    /// <summary>Sets how far clocks are ahead, at once: half a file would be read as another time.</summary>
    static void SetClock(Shop shop, TimeSpan ahead) =>
        File.Move(shop.Scratch.Write("clock.new", string.Create(CultureInfo.InvariantCulture, $"+{(long)ahead.TotalSeconds}")), shop.Scratch.PathOf("clock"), overwrite: true);
}
