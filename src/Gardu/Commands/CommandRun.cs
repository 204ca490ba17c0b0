using Gardu.Gate.Recording;

namespace Gardu.Commands;

/// <summary>How a command fails: one line on standard error, which begins with the command's name, and the exit code that says why.</summary>
static class CommandRun
{
    /// <summary>Does what a command does.</summary>
    /// <param name="name">The command as it is typed: <c>gardu terms show</c>.</param>
    /// <param name="error">Where problems are told.</param>
    /// <param name="action">Returns the exit code; throws <see cref="UsageException"/> where it was asked for the wrong thing.</param>
    public static int Run(string name, TextWriter error, Func<int> action) => RunAsync(name, error, () => Task.FromResult(action())).GetAwaiter().GetResult();

    /// <inheritdoc cref="Run"/>
    public static async Task<int> RunAsync(string name, TextWriter error, Func<Task<int>> action)
    {
        int Complain(Exception failed, int code)
        {
            error.WriteLine($"{name}: {failed.Message}");
            return code;
        }
        try
        {
            return await action();
        }
        catch (UsageException wrong)
        {
            return Complain(wrong, ExitCode.Usage);
        }
        catch (StoreException failed)
        {
            return Complain(failed, failed.IsCorrupt ? ExitCode.Integrity : ExitCode.Unavailable);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return Complain(failed, ExitCode.Unavailable);
        }
    }
}
