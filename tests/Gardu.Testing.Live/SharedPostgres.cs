namespace Gardu.Testing.Live;

/// <summary>One PostgreSQL for all tests of an assembly, started when the first of them asks for a database.</summary>
public sealed class SharedPostgres : IAsyncDisposable
{
    readonly Lazy<Task<PostgresServer>> server = new(PostgresServer.Start);

    /// <summary>Makes an empty database, and returns how to connect to it.</summary>
    public async Task<string> NewDatabase() => (await server.Value).NewDatabase();

    public async ValueTask DisposeAsync()
    {
        if (server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await server.Value).DisposeAsync();
    }
}
