using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Gardu.Testing.Live;
using Microsoft.AspNetCore.Http;

namespace Gardu.EndToEnd;

/// <summary>Whoever invents addresses of key directories makes the gate neither work nor fetch much.</summary>
public sealed class SignatureFloodTests : IDisposable
{
    const int Connections = 4;

    static readonly int Requests = Needs.IsLong ? 10_000 : 2_000;

    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task An_invented_directory_costs_no_more_than_two_refusals_and_few_are_asked_for()
    {
        await using var origin = await Origin.Saying("hello");
        await using var directory = await Origin.Start(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await using var gardu = await GarduProcess.Up(scratch, $"""
            private-directories: 127.0.0.0/8
            trusted-proxies: 127.0.0.0/8
            sites:
              - host: "*"
                origin: {origin.Url.GetLeftPart(UriPartial.Authority)}
                mode: enforce
                unknown-machines: refuse

            """);
        string Invented(int number) =>
            $"Signature-Agent: sig1=\"{directory.Url}{number}\";type=jwks_uri\r\n"
            + $"Signature-Input: sig1=(\"@authority\" \"signature-agent\";key=\"sig1\");created={Now()};expires={Now() + 60};keyid=\"poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U\";tag=\"web-bot-auth\"\r\n"
            + $"Signature: sig1=:{Convert.ToBase64String(new byte[64])}:\r\n";
        for (var round = 0; round < 3; round++) // until both ways are compiled
        {
            await Send(gardu, 0, 5_000, Invented);
            await Send(gardu, 0, 5_000, _ => "");
        }
        var asked = directory.Seen.Count;
        var flooding = Stopwatch.StartNew();
        // What else a busy machine does can only make one of them dearer than it is: the best of three measurements is nearest.
        var told = new List<string>();
        var isCheap = false;
        for (var round = 1; !isCheap && round <= 15; round += 5)
        {
            var (invented, plain) = (TimeSpan.Zero, TimeSpan.Zero);
            for (var part = round; part < round + 5; part++)
            {
                invented += await Cost(gardu, () => Send(gardu, part * Requests, Requests, Invented));
                plain += await Cost(gardu, () => Send(gardu, part * Requests, Requests, _ => ""));
            }
            told.Add($"{invented} for invented directories, {plain} for plain refusals");
            isCheap = invented <= 2 * plain;
        }
        Assert.True(isCheap, string.Join("; ", told));
        // Ten a second, and a second's worth at once.
        Assert.InRange(directory.Seen.Count - asked, 1, 10 * (flooding.Elapsed.TotalSeconds + 1));
    }

    static long Now() => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>The gate's processor time.</summary>
    static async Task<TimeSpan> Cost(GarduProcess gardu, Func<Task> work)
    {
        using var process = Process.GetProcessById(gardu.Process.Id);
        var before = process.TotalProcessorTime;
        await work();
        process.Refresh();
        return process.TotalProcessorTime - before;
    }

    /// <summary>Each request from an address of its own, so that no network is found out.</summary>
    static Task Send(GarduProcess gardu, int first, int count, Func<int, string> fields) => Task.WhenAll(Enumerable.Range(0, Connections).Select(part => Task.Run(async () =>
    {
        using var client = new TcpClient();
        await client.ConnectAsync(gardu.Url.Host, gardu.Url.Port);
        var stream = client.GetStream();
        var answer = new byte[16 * 1024];
        for (var number = first + part; number < first + count; number += Connections)
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"{20 + (number >> 24)}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HEAD / HTTP/1.1\r\nHost: a.example\r\nUser-Agent: AcmeBot/{number}\r\nX-Forwarded-For: {address}\r\n{fields(number)}\r\n"));
            var read = await stream.ReadAsync(answer);
            Assert.StartsWith("HTTP/1.1 403", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
        }
    })));
}
