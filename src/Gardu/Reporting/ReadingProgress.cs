using Spectre.Console;

namespace Gardu.Reporting;

/// <summary>A bar on standard error while long work is done; nothing for short work or where nobody looks.</summary>
static class ReadingProgress
{
    static readonly TimeSpan Short = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan Step = TimeSpan.FromSeconds(0.1);

    /// <summary>Does the work and returns what it makes.</summary>
    /// <param name="work">What takes its time.</param>
    /// <param name="bytes">How far it is: done and whole; a whole of 0 is not known.</param>
    public static T Show<T>(Func<T> work, Func<(long Done, long Whole)> bytes)
    {
        if (Console.IsErrorRedirected)
            return work();
        var running = Task.Run(work);
        if (Finished(running, Short))
            return running.GetAwaiter().GetResult();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoClear(true).Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var bar = context.AddTask("reading");
            do
            {
                var (done, whole) = bytes();
                bar.IsIndeterminate = whole == 0;
                bar.Value = whole == 0 ? 0 : Math.Min(100, 100.0 * done / whole);
            }
            while (!Finished(running, Step));
        });
        return running.GetAwaiter().GetResult();
    }

    static bool Finished(Task task, TimeSpan within) => Task.WaitAny([task], within) == 0;
}
