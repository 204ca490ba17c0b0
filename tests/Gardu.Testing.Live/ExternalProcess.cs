using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gardu.Testing.Live;

/// <summary>A program that runs beside the tests, what it says collected line by line. It never outlives them.</summary>
public sealed class ExternalProcess : IAsyncDisposable
{
    static readonly ConcurrentDictionary<ExternalProcess, bool> Running = new();

    readonly Process process;
    readonly ConcurrentQueue<string> output = new();
    readonly ConcurrentQueue<string> errors = new();

    static ExternalProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var left in Running.Keys)
            left.process.Kill(entireProcessTree: true);
    };

    ExternalProcess(Process process) => this.process = process;

    public int Id => process.Id;

    /// <summary>Lines on standard output.</summary>
    public IReadOnlyCollection<string> Output => output;

    /// <summary>Lines on standard error.</summary>
    public IReadOnlyCollection<string> Errors => errors;

    public bool HasExited => process.HasExited;

    /// <summary>Everything it said, for the message of a failed assertion. (A spread of two queues that still grow counts them first, and fails when they have grown.)</summary>
    public string Said => string.Join('\n', output.Concat(errors)) is { Length: > 0 } said ? said : process.HasExited ? $"nothing, exit code {process.ExitCode}" : "nothing yet";

    public static ExternalProcess Start(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var started = new ExternalProcess(new Process { StartInfo = start });
        started.process.OutputDataReceived += (_, line) => Keep(started.output, line.Data);
        started.process.ErrorDataReceived += (_, line) => Keep(started.errors, line.Data);
        started.process.Start();
        Running.TryAdd(started, true);
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        started.process.StandardInput.Write(input);
        started.process.StandardInput.Close();
        return started;
    }

    /// <summary>Runs a program that ends by itself, and insists that it succeeds.</summary>
    public static async Task<string> Run(string program, IEnumerable<string> arguments, string folder, string? input = null)
    {
        await using var run = Start(program, arguments, folder, input: input);
        Assert.True(await run.WaitForExit() == 0, $"{program} failed: {run.Said}");
        return string.Join('\n', run.output);
    }

    /// <summary>Waits for the end, and for the last line that was said; fails after a minute.</summary>
    public async Task<int> WaitForExit()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public void Send(Signal signal) => Assert.Equal(0, SendSignal(process.Id, (int)signal));

    /// <summary>Ends it with <c>SIGKILL</c>, unless it has ended already.</summary>
    public Task Kill()
    {
        process.Kill(entireProcessTree: true);
        return process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        Running.TryRemove(this, out _);
        process.Dispose();
    }

    static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    static extern int SendSignal(int process, int signal);
}

/// <summary>POSIX signals by their numbers on Linux.</summary>
public enum Signal
{
    Hup = 1,
    Quit = 3,
    Term = 15,
}
