namespace Gardu.Testing.Live;

/// <summary>The built program, run as its owner would run it, on free ports in a scratch folder.</summary>
public sealed class GarduProcess : IAsyncDisposable
{
    /// <summary>Lines that every configuration of a test starts with.</summary>
    public const string FreePorts = "listen: http://127.0.0.1:0\noperator: http://127.0.0.1:0\n";

    // artifacts/bin/X/release/ of the tests stands beside artifacts/bin/Gardu/release/ of the program.
    /// <summary>Where the built program is, for <c>dotnet</c> to run.</summary>
    public static string Program { get; } = Path.GetFullPath(
        $"../../Gardu/{new DirectoryInfo(AppContext.BaseDirectory).Name}/gardu.dll", AppContext.BaseDirectory);

    readonly ExternalProcess process;

    GarduProcess(ExternalProcess process) => this.process = process;

    /// <summary>Where people and machines come in.</summary>
    public Uri Url => new(Ready[1]);

    /// <summary>Where the operator looks.</summary>
    public Uri OperatorUrl => new(Ready[2]);

    public ExternalProcess Process => process;

    /// <summary>Standard error so far.</summary>
    public string Errors => string.Join('\n', process.Errors);

    string[] Ready => process.Output.First().Split(' ');

    /// <summary>Starts <c>gardu</c> and waits for nothing.</summary>
    public static GarduProcess Launch(string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null) =>
        new(ExternalProcess.Start("dotnet", [Program, .. arguments], folder, new Dictionary<string, string>
        {
            // No test talks to anybody but this machine.
            ["GARDU__FEEDS__REFRESH"] = "off",
            ["GARDU__DNS"] = "off",
        }.Concat(environment ?? new Dictionary<string, string>()).ToLookup(entry => entry.Key).ToDictionary(entry => entry.Key, entry => entry.Last().Value)));

    /// <summary>Starts <c>gardu up</c> and waits until it serves.</summary>
    public static async Task<GarduProcess> Up(string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var gardu = Launch(folder, ["up", .. arguments], environment);
        try
        {
            await Eventually.True(() => gardu.process.Output.Count > 0 || gardu.process.HasExited, "gardu says something on standard output");
            Assert.True(gardu.process.Output.FirstOrDefault()?.StartsWith("ready ", StringComparison.Ordinal) == true, $"gardu did not start: {gardu.process.Said}");
            return gardu;
        }
        catch
        {
            await gardu.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts <c>gardu up --config</c> on a configuration in the scratch folder.</summary>
    public static Task<GarduProcess> Up(Scratch scratch, string yaml, IReadOnlyDictionary<string, string>? environment = null) =>
        Up(scratch.Folder, ["--config", scratch.Write("gardu.yaml", FreePorts + yaml)], environment);

    /// <summary>Stops it as a service manager does; it has to end well.</summary>
    public async Task Stop()
    {
        process.Send(Signal.Term);
        Assert.True(await process.WaitForExit() == 0, $"gardu did not end well: {process.Said}");
        Assert.Single(process.Output);
    }

    /// <summary>A client of the public listener.</summary>
    public HttpClient Client(string userAgent) => Clients.At(Url, userAgent);

    /// <summary>All records that the operator's listener shows.</summary>
    public Task<IReadOnlyList<UsageEntry>> Usage() => UsageEntry.ReadAll(OperatorUrl);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
