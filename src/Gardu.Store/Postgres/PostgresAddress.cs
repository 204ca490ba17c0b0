using Npgsql;

namespace Gardu.Store.Postgres;

/// <summary>
/// Where a PostgreSQL database is and how to enter it. It never shows its password: <see cref="ToString"/> names host and database
/// alone.
/// </summary>
public sealed class PostgresAddress
{
    /// <summary>What holds where the owner says nothing else: a gate that cannot reach its database says so soon, and no connection outlives its network.</summary>
    const string Defaults = "Application Name=gardu;Timeout=3;Cancellation Timeout=-1;Tcp Keepalive=true;Tcp Keepalive Time=30;Tcp Keepalive Interval=10;";

    const string Example = "such as \"Host=db.example;Database=gardu;Username=gardu\" or postgresql://gardu@db.example/gardu";

    readonly NpgsqlConnectionStringBuilder settings;

    PostgresAddress(NpgsqlConnectionStringBuilder settings) => this.settings = settings;

    /// <summary>Settings as the driver and PostgreSQL's own programs need them; not to be shown.</summary>
    internal NpgsqlConnectionStringBuilder Settings => new(settings.ConnectionString);

    /// <summary>Reads key and value pairs (<c>Host=…;Database=…;Username=…</c>) or a <c>postgres://</c> or <c>postgresql://</c> URL. Errors repeat nothing of the text.</summary>
    public static bool TryParse(string text, out PostgresAddress? address, out string? error)
    {
        address = null;
        if (!PostgresUrl.TryTranslate(text, out var pairs, out error))
            return false;
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(Defaults + pairs);
            string[] missing = [.. new[] { ("Host", settings.Host), ("Database", settings.Database), ("Username", settings.Username) }.Where(part => string.IsNullOrEmpty(part.Item2)).Select(part => part.Item1)];
            error = missing.Length == 0 ? null : $"the connection to PostgreSQL lacks {string.Join(" and ", missing)}; write it {Example}";
            address = error is null ? new PostgresAddress(settings) : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            error = $"this connection to PostgreSQL has a part that is not known or not right; write it {Example}";
        }
        return error is null;
    }

    /// <summary><c>the database gardu at db.example:5432</c>.</summary>
    public override string ToString() => $"the database {settings.Database} at {settings.Host}:{settings.Port}";

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PostgresAddress address && address.settings.EquivalentTo(settings);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());
}
