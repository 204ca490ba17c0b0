using System.Text.RegularExpressions;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>
/// What the system is asked to do, in its order, as <c>strace</c> sees it: <c>SIGKILL</c> alone keeps the page cache, and so shows nothing of what would be left after a loss of
/// power.
/// </summary>
public sealed class SyncOrderTests : IDisposable
{
    readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task No_receipt_goes_out_before_everything_that_it_stands_on_is_on_the_disk()
    {
        var strace = Needs.Program("strace");
        await using var origin = await Origin.Saying("hello");
        scratch.Write("gardu.yaml", GarduProcess.FreePorts + $$"""
            feeds: {refresh: off}
            dns: off
            sites:
              - host: "*"
                origin: {{origin.Url.GetLeftPart(UriPartial.Authority)}}
                mode: enforce
                terms: [{path: /, search: allow}]

            """);
        await using (var first = await GarduProcess.Up(scratch.Folder, ["--config", "gardu.yaml"]))
            await first.Stop();
        var key = await Say("key", "add", await Say("licensee", "add", "--name", "Acme AI"), "--for", "search");
        var trace = scratch.PathOf("trace");
        string request;
        await using (var gardu = ExternalProcess.Start(strace,
            ["-f", "-y", "-s", "120", "-e", "trace=fsync,fdatasync,rename,sendto,sendmsg", "-o", trace, "dotnet", GarduProcess.Program, "up", "--config", "gardu.yaml"], scratch.Folder))
        {
            await Eventually.True(() => gardu.Output.Count > 0 || gardu.HasExited, "it serves", TimeSpan.FromSeconds(60));
            Assert.False(gardu.HasExited, gardu.Said);
            using var client = Clients.At(new Uri(gardu.Output.First().Split(' ')[1]), "AcmeFetch/1.0");
            client.DefaultRequestHeaders.Add("Gardu-Key", key);
            using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
            request = answer.Headers.GetValues("Gardu-Request").Single();
            await Eventually.True(async () => await client.StatusOf($"/licensing/ledger/receipt/{request}") == 200, "the receipt is there", TimeSpan.FromSeconds(60));
        }
        // Calls that another thread interrupts come in two lines; what counts is when they had returned.
        var calls = File.ReadLines(trace).Where(line => !line.Contains("<unfinished", StringComparison.Ordinal)).Select(line => line.Contains("resumed>", StringComparison.Ordinal) ? Resumed(trace, line) : line).ToList();
        var sent = calls.FindLastIndex(line => Is(line, "send", "HTTP/1.1 200"));
        var answered = calls.FindIndex(line => Is(line, "send", "Gardu-Receipt: "));
        Assert.True(answered > 0 && sent > answered, "the answer and its receipt are seen to go out");
        int[] order = [
            calls.FindIndex(answered, line => Is(line, "sync", "gardu.db-wal")),
            .. ((string[])["tile/entries/000.p/", "tile/0/000.p/", "ledger/checkpoint.new"]).Select(file => calls.FindLastIndex(sent, line => Is(line, "sync", file))),
            calls.FindLastIndex(sent, line => Is(line, "rename", "checkpoint.new")),
            calls.FindLastIndex(sent, line => Is(line, "sync", "gardu-data/ledger>")),
            sent,
        ];
        Assert.True(order.All(place => place >= 0) && order.SequenceEqual(order.Order()), $"{string.Join(' ', order)}\n{string.Join('\n', calls)}");
    }

    static bool Is(string line, string call, string names) =>
        line.Split('(')[0].Contains(call, StringComparison.Ordinal) && line.Contains(names, StringComparison.Ordinal);

    /// <summary>The end of a call that was interrupted, with what its beginning named.</summary>
    static string Resumed(string trace, string end)
    {
        var (thread, call) = (end.Split(' ')[0], Regex.Match(end, @"<\.\.\. (\w+) resumed>").Groups[1].Value);
        return File.ReadLines(trace).TakeWhile(line => line != end).Last(line => line.StartsWith(thread, StringComparison.Ordinal) && line.Contains($"{call}(", StringComparison.Ordinal) && line.Contains("<unfinished", StringComparison.Ordinal))
            .Replace("<unfinished ...>", "", StringComparison.Ordinal);
    }

    async Task<string> Say(params string[] arguments)
    {
        await using var command = GarduProcess.Launch(scratch.Folder, arguments);
        Assert.True(await command.Process.WaitForExit() == 0, command.Process.Said);
        return command.Process.Output.Single();
    }
}
