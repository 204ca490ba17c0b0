using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace LedgerBench;

/// <summary>A PostgreSQL of one's own, every commit synced, in a scratch folder; not as root, who may not run it.</summary>
sealed class Postgres : IDisposable
{
    const string Programs = "/usr/lib/postgresql/15/bin";
    const int Port = 9432;

    readonly string folder = Directory.CreateTempSubdirectory("gardu-bench-pg").FullName;
    readonly Process server;

    public Postgres()
    {
        Run("chown", "postgres", folder);
        Run("runuser", "-u", "postgres", "--", $"{Programs}/initdb", "-D", $"{folder}/data", "-U", "gardu", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8");
        server = Start("runuser", "-u", "postgres", "--", $"{Programs}/postgres", "-D", $"{folder}/data", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", "", "-c", "shared_buffers=256MB", "-c", "max_wal_size=8GB");
        for (var deadline = Stopwatch.StartNew(); ; Thread.Sleep(50))
            try
            {
                using var connection = new NpgsqlConnection(Connection);
                connection.Open();
                return;
            }
            catch (NpgsqlException) when (deadline.Elapsed < TimeSpan.FromSeconds(30))
            {
            }
    }

    public static string Connection => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username=gardu;Database=postgres");

    static Process Start(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    static void Run(string program, params string[] arguments)
    {
        using var run = Start(program, arguments);
        var said = run.StandardError.ReadToEnd();
        run.WaitForExit();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {said}");
    }

    public void Dispose()
    {
        Run("runuser", "-u", "postgres", "--", $"{Programs}/pg_ctl", "-D", $"{folder}/data", "-m", "immediate", "stop");
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
