namespace Gardu.Tests.Commands;

/// <summary>A scratch folder, and what a command that runs in this process says.</summary>
public abstract class CommandTest : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("gardu-").FullName;

    protected StringWriter Output { get; } = new() { NewLine = "\n" };

    protected StringWriter Error { get; } = new() { NewLine = "\n" };

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Output.Dispose();
        Error.Dispose();
        GC.SuppressFinalize(this);
    }
}
