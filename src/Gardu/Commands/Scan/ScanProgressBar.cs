using System.Globalization;
using Gardu.Evidence.Scan.Running;
using Spectre.Console;

namespace Gardu.Commands.Scan;

/// <summary>A bar on standard error while a scan runs: how far it is, how fast, and how long it will take.</summary>
static class ScanProgressBar
{
    static readonly TimeSpan Step = TimeSpan.FromSeconds(0.2);

    /// <summary>Runs a scan until it ends or somebody presses Ctrl+C, which leaves the journal to go on from.</summary>
    public static void Show(CorpusScan scan, int files, long octets, Action<CancellationToken> run)
    {
        using var stopping = new CancellationTokenSource();
        void Stop(object? sender, ConsoleCancelEventArgs pressed)
        {
            pressed.Cancel = true;
            stopping.Cancel();
        }
        Console.CancelKeyPress += Stop;
        try
        {
            var running = Task.Run(() => run(stopping.Token));
            if (!Console.IsErrorRedirected)
                Draw(scan, files, octets, running);
            running.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new UsageException("stopped: the same command with --resume goes on from here");
        }
        finally
        {
            Console.CancelKeyPress -= Stop;
        }
    }

    static void Draw(CorpusScan scan, int files, long octets, Task running)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoClear(true).Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var (bar, began) = (context.AddTask("scanning"), System.Diagnostics.Stopwatch.StartNew());
            while (Task.WaitAny([running], Step) != 0)
            {
                var now = scan.Progress;
                bar.IsIndeterminate = octets == 0;
                bar.Value = octets == 0 ? 0 : Math.Min(100, 100.0 * now.Octets / octets);
                bar.Description = string.Create(CultureInfo.InvariantCulture, $"{now.Files} of {files} files, {now.TextOctets / 1e6 / began.Elapsed.TotalSeconds:N0} MB of text a second, {now.Hits:N0} hits");
            }
        });
    }
}
