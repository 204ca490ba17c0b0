using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Gardu.Gate.Recording;
using Npgsql;

namespace Gardu.Store.Postgres;

/// <summary>
/// Copies by PostgreSQL's own programs, <c>pg_dump</c> and <c>pg_restore</c>. Where to connect, and the password, they are told in
/// their environment, since every user of the machine may read command lines.
/// </summary>
sealed partial class PostgresDump(PostgresAddress address)
{
    const string FileName = "gardu.dump";

    /// <summary>Where a folder's copy is.</summary>
    public static string In(string folder) => Path.Combine(folder, FileName);

    /// <summary>Writes a copy as of one moment.</summary>
    public void Write(string folder)
    {
        var target = In(folder);
        try
        {
            Run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", $"--file={target}"]);
        }
        catch (StoreException)
        {
            File.Delete(target);
            throw;
        }
    }

    /// <summary>Puts a copy in the place of what is there, whole or not at all.</summary>
    /// <param name="folder">Where the copy is.</param>
    /// <param name="schema">The schema of what is there; 0 for nothing.</param>
    public void Read(string folder, int schema)
    {
        var source = In(folder);
        string row;
        try
        {
            row = Run("pg_restore", ["--data-only", "--table=schema_version", "--file=-", source]);
        }
        catch (StoreException failed) when (failed.InnerException is null)
        {
            throw new StoreException($"{source} is no backup that can be read ({failed.Message})", isCorrupt: true);
        }
        if (!int.TryParse(Version().Match(row).Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw new StoreException($"{source} is no backup of gardu", isCorrupt: true);
        PostgresMigrations.Check(version, source);
        if (version < schema) // which leaves tables behind that the older schema does not know
            throw new StoreException($"{source} was written by an older version of gardu than {address}; restore it into an empty database, name that one in \"store\", and run \"gardu up\" on it");
        Run("pg_restore", ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", $"--dbname={address.Settings.Database}", source]);
    }

    string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment())
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!; // always a new process without a shell
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new StoreException($"{program}: {errors.Result.Trim().ReplaceLineEndings("; ")}");
        }
        catch (Win32Exception missing)
        {
            throw new StoreException($"{program} is needed and not on the PATH; it comes with PostgreSQL's client programs (Debian: postgresql-client)", missing);
        }
    }

    IEnumerable<(string Name, string Value)> Environment()
    {
        var settings = address.Settings;
        return new[]
        {
            ("PGHOST", settings.Host), ("PGPORT", settings.Port.ToString(CultureInfo.InvariantCulture)), ("PGDATABASE", settings.Database), ("PGUSER", settings.Username),
            ("PGPASSWORD", settings.Password), ("PGSSLMODE", ModeOf(settings.SslMode)), ("PGSSLROOTCERT", settings.RootCertificate), ("PGSSLCERT", settings.SslCertificate), ("PGSSLKEY", settings.SslKey),
        }.Where(variable => !string.IsNullOrEmpty(variable.Item2)).Select(variable => (variable.Item1, variable.Item2!)); // just looked at
    }

    static string ModeOf(SslMode mode) => mode switch
    {
        SslMode.VerifyCA => "verify-ca",
        SslMode.VerifyFull => "verify-full",
        _ => mode.ToString().ToLowerInvariant(),
    };

    /// <summary>The one row of the table, behind the line that announces it.</summary>
    [GeneratedRegex(@"^COPY \S*schema_version [^\n]*\n([0-9]+)\n", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
