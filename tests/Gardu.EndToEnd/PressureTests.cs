using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Gardu.Testing.Live;

namespace Gardu.EndToEnd;

public sealed class PressureTests : IDisposable
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A small young generation, so that what is resident is what is kept and not what waits to be collected.</summary>
    static readonly Dictionary<string, string> Lean = new() { ["DOTNET_GCgen0size"] = "0x400000" };

    readonly Scratch scratch = new();

    [Fact]
    public async Task Memory_is_bounded_however_many_agents_and_paths_there_are()
    {
        const int Warmup = 30_000;
        const int Requests = 50_000;
        // Half a kilobyte kept of each request would show.
        const long GrowthMax = Requests * 512;

        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url), Lean);
        await Send(gardu, 0, Warmup, _ => "203.0.113.9");
        var before = Resident(gardu);
        await Send(gardu, Warmup, Requests, _ => "203.0.113.9");
        Assert.InRange(Resident(gardu) - before, long.MinValue, GrowthMax);
    }

    [Fact]
    public async Task A_limited_network_costs_two_kilobytes_at_most()
    {
        const int Warmup = 10_000;
        const int Addresses = 20_000;

        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url) + "    unknown-machines: limit 30/min\ntrusted-proxies: [127.0.0.1]\n", Lean);
        await Send(gardu, 0, Warmup, Own);
        var before = Resident(gardu);
        await Send(gardu, Warmup, Addresses, Own);
        Assert.InRange(Resident(gardu) - before, long.MinValue, Addresses * 2048L);

        static string Own(int number) => string.Create(CultureInfo.InvariantCulture, $"{20 + (number >> 16)}.{number >> 8 & 255}.{number & 255}.9"); // a network each
    }

    [Fact]
    public async Task Clients_that_never_finish_their_head_hold_nobody_up()
    {
        const int Count = 500;
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var person = gardu.Client(Clients.Browser);
        Assert.Equal(200, await person.StatusOf("/"));
        var slow = new List<NetworkStream>();
        try
        {
            for (var i = 0; i < Count; i++)
                slow.Add(await Clients.Raw(gardu.Url, "GET / HTTP/1.1\r\nHost: a.example\r\nX-Slow: "));
            // A byte on each connection between any two requests of a person.
            for (var i = 0; i < 20; i++)
            {
                await SendByte(slow);
                var asked = Stopwatch.StartNew();
                Assert.Equal(200, await person.StatusOf("/"));
                Assert.InRange(asked.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
            }
            if (Needs.IsLong)
                await AreDropped(slow);
        }
        finally
        {
            slow.ForEach(stream => stream.Dispose());
        }
    }

    /// <summary>However many bytes still come, the head is due in 15 seconds.</summary>
    static async Task AreDropped(List<NetworkStream> slow)
    {
        var left = slow.Select(UntilClosed).ToList();
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var waited = Stopwatch.StartNew();
        while (!left.TrueForAll(closed => closed.IsCompleted))
        {
            Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
            await second.WaitForNextTickAsync(Stop);
            await SendByte(slow);
        }
    }

    static async Task UntilClosed(NetworkStream stream)
    {
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, Stop) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset closes as well.
        }
    }

    static async Task SendByte(List<NetworkStream> slow)
    {
        foreach (var stream in slow)
        {
            try
            {
                await stream.WriteAsync("x"u8.ToArray(), Stop);
            }
            catch (IOException)
            {
                // Dropped already.
            }
        }
    }

    static async Task Send(GarduProcess gardu, int from, int count, Func<int, string> address)
    {
        using var client = gardu.Client("");
        await Parallel.ForEachAsync(Enumerable.Range(from, count), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Stop }, async (number, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/page/{number}?{number * 7}");
            request.Headers.TryAddWithoutValidation("User-Agent", $"Reader{Letters(number)}/{number}");
            request.Headers.Add("X-Forwarded-For", address(number));
            using var answer = await client.SendAsync(request, stop);
            Assert.Equal(200, (int)answer.StatusCode);
        });
        await Eventually.True(async () => await Clients.Metric(gardu.OperatorUrl, "gardu_usage_waiting") == 0, "all is recorded");
    }

    /// <summary>A number in letters, since a version is not part of an agent's name.</summary>
    static string Letters(int number) => string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));

    static long Resident(GarduProcess gardu) => File.ReadLines($"/proc/{gardu.Process.Id}/status")
        .Where(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024)
        .Single();

    public void Dispose() => scratch.Dispose();
}
