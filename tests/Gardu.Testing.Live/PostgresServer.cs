using System.Globalization;
using Npgsql;

namespace Gardu.Testing.Live;

/// <summary>
/// A PostgreSQL of one's own in a scratch folder, on a free port of 127.0.0.1, with every commit synced. It does not run as root,
/// so then it is the user <c>postgres</c>, whom its package brings.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>A password with everything in it that has to be quoted somewhere.</summary>
    public const string Password = "p;w='/@%3A #\"x";

    const string User = "gardu";
    const string SystemUser = "postgres";

    readonly Scratch scratch = new();
    readonly string programs;
    readonly int port = Clients.FreePort();
    ExternalProcess? server;
    int databases;

    PostgresServer(string programs) => this.programs = programs;

    /// <summary>Makes a server and starts it.</summary>
    public static async Task<PostgresServer> Start()
    {
        var postgres = new PostgresServer(Needs.Folder("/usr/lib/postgresql/15/bin"));
        try
        {
            var password = postgres.scratch.Write("password", Password);
            if (Environment.IsPrivilegedProcess)
                await ExternalProcess.Run(Needs.Program("chown"), ["--recursive", SystemUser, postgres.scratch.Folder], "/");
            await using (var made = postgres.Run("initdb", "--pgdata=" + postgres.Data, "--username=" + User, "--pwfile=" + password, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"))
                Assert.True(await made.WaitForExit() == 0, made.Said);
            await postgres.Resume();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    string Data => scratch.PathOf("data");

    /// <summary>Starts it again after <see cref="Crash"/>.</summary>
    public async Task Resume()
    {
        // No standby is ever there: a session that asks for more than the local disk waits in its commit for as long as a test likes.
        server = Run("postgres", "-D", Data, "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-k", "", "-c", "fsync=on", "-c", "autovacuum=off",
            "-c", "synchronous_commit=local", "-c", "synchronous_standby_names=nobody", "-c", "shared_buffers=32MB");
        await Eventually.True(() =>
        {
            Assert.False(server.HasExited, $"PostgreSQL has ended: {server.Said}");
            return server.Errors.Any(line => line.Contains("ready to accept connections", StringComparison.Ordinal));
        }, "PostgreSQL takes connections");
    }

    /// <summary>Ends it at once, connections and all, as a crash would.</summary>
    public async Task Crash()
    {
        server!.Send(Signal.Quit); // it has been started
        await server.WaitForExit();
    }

    /// <summary>Makes an empty database, and returns how to connect to it.</summary>
    public string NewDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"store_{Interlocked.Increment(ref databases)}");
        using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
        connection.Open();
        using var create = connection.CreateCommand();
#pragma warning disable CA2100 // The name is made here.
        create.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        create.ExecuteNonQuery();
        return ConnectionTo(name);
    }

    string ConnectionTo(string database) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = User, Password = Password, Database = database }.ConnectionString;

    ExternalProcess Run(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? ExternalProcess.Start(Needs.Program("setpriv"), ["--reuid=" + SystemUser, "--regid=" + SystemUser, "--init-groups", Path.Combine(programs, program), .. arguments], scratch.Folder)
        : ExternalProcess.Start(Path.Combine(programs, program), arguments, scratch.Folder);

    public async ValueTask DisposeAsync()
    {
        if (server is { HasExited: false })
            await Crash(); // which tidies up more than a kill does
        if (server is not null)
            await server.DisposeAsync();
        scratch.Dispose();
    }
}
