using System.Diagnostics;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.EndToEnd;

public sealed class StopTests : IDisposable
{
    static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(5);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    readonly Scratch scratch = new();

    [Fact]
    public async Task An_open_request_is_finished_and_recorded_while_nobody_else_is_let_in()
    {
        var enough = new TaskCompletionSource();
        await using var origin = await Origin.Start(async context =>
        {
            await context.Response.WriteAsync("beginning", Stop);
            await context.Response.Body.FlushAsync(Stop);
            await enough.Task;
            await context.Response.WriteAsync(", end", Stop);
        });
        await using (var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url)))
        {
            await using var idle = await Clients.Raw(gardu.Url, $"GET /robots.txt HTTP/1.1\r\nHost: a.example\r\nUser-Agent: {Clients.Browser}\r\nIf-None-Match: x\r\n\r\n");
            using var machine = gardu.Client(Clients.Googlebot);
            using var answer = await machine.GetAsync("/long", HttpCompletionOption.ResponseHeadersRead, Stop);
            var signalled = Stopwatch.StartNew();
            gardu.Process.Send(Signal.Term);
            await Eventually.True(async () => !await Listening.Answers(gardu.Url.Port), "the public listener closes");
            enough.SetResult();
            Assert.Equal("beginning, end", await answer.Content.ReadAsStringAsync(Stop));
            await Drain(idle);
            Assert.Equal(0, await gardu.Process.WaitForExit());
            Assert.InRange(signalled.Elapsed, TimeSpan.Zero, StopsWithin);
            Assert.Single(gardu.Process.Output);
        }
        await using var after = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        var record = Assert.Single(await after.Usage());
        Assert.Equal(("/long", 200, "beginning, end".Length), (record.Path, record.Status, record.Bytes));
    }

    [Fact]
    public async Task An_answer_that_takes_three_more_seconds_still_arrives_whole()
    {
        var asked = new TaskCompletionSource<Stopwatch>();
        await using var origin = await Origin.Start(async context =>
        {
            await context.Response.WriteAsync(".", Stop);
            await context.Response.Body.FlushAsync(Stop);
            var since = await asked.Task;
            await Eventually.True(() => since.Elapsed > TimeSpan.FromSeconds(3), "three seconds have gone by");
            await context.Response.WriteAsync("end", Stop);
        });
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var person = gardu.Client(Clients.Browser);
        using var answer = await person.GetAsync("/long", HttpCompletionOption.ResponseHeadersRead, Stop);
        var signalled = Stopwatch.StartNew();
        gardu.Process.Send(Signal.Term);
        asked.SetResult(signalled);
        Assert.Equal(".end", await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(0, await gardu.Process.WaitForExit());
        Assert.InRange(signalled.Elapsed, TimeSpan.FromSeconds(3), StopsWithin);
    }

    [Fact]
    public async Task A_download_without_end_does_not_hold_it_up()
    {
        await using var origin = await Origin.Start(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("more ", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        });
        await using (var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url)))
        {
            using var machine = gardu.Client(Clients.Googlebot);
            using var answer = await machine.GetAsync("/endless", HttpCompletionOption.ResponseHeadersRead, Stop);
            var signalled = Stopwatch.StartNew();
            gardu.Process.Send(Signal.Term);
            // A reader that goes on reading, so that only the gate can end it.
            await Assert.ThrowsAnyAsync<Exception>(async () => await answer.Content.CopyToAsync(Stream.Null, Stop));
            Assert.Equal(0, await gardu.Process.WaitForExit());
            Assert.InRange(signalled.Elapsed, TimeSpan.Zero, StopsWithin);
        }
        await using var after = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        Assert.Equal("/endless", Assert.Single(await after.Usage()).Path);
    }

    [Fact]
    public async Task Half_a_request_to_either_listener_does_not_hold_it_up()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        await using var stranger = await Clients.Raw(gardu.Url, "GET / HTTP/1.1\r\nHo");
        await using var scraper = await Clients.Raw(gardu.OperatorUrl, "GET /live HTTP/1.1\r\nHo");
        var signalled = Stopwatch.StartNew();
        gardu.Process.Send(Signal.Term);
        Assert.Equal(0, await gardu.Process.WaitForExit());
        Assert.InRange(signalled.Elapsed, TimeSpan.Zero, StopsWithin);
    }

    static async Task Drain(Stream stream)
    {
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, Stop) > 0)
        {
        }
    }

    public void Dispose() => scratch.Dispose();
}
