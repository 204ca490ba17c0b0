using System.Data.Common;
using System.Globalization;

namespace Gardu.Store.Postgres;

/// <summary>A connection URL as PostgreSQL's own programs take it (libpq, "Connection URIs"), put into the driver's words.</summary>
static class PostgresUrl
{
    static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Parameters behind the question mark, and what the driver calls them.</summary>
    static readonly Dictionary<string, string> Parameters = new()
    {
        ["sslmode"] = "SSL Mode", ["sslrootcert"] = "Root Certificate", ["sslcert"] = "SSL Certificate", ["sslkey"] = "SSL Key",
        ["connect_timeout"] = "Timeout", ["application_name"] = "Application Name", ["target_session_attrs"] = "Target Session Attributes",
    };

    /// <summary>Translates a URL; any other text stays as it is.</summary>
    public static bool TryTranslate(string text, out string pairs, out string? error)
    {
        (pairs, error) = (text, null);
        if (!Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)))
            return true;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
        {
            error = "this is no URL of a PostgreSQL database, such as postgresql://gardu@db.example/gardu; write %40 for an @, %2F for a /, %3F for a ?, %23 for a # and %25 for a % in a password";
            return false;
        }
        var settings = new DbConnectionStringBuilder();
        void Set(string name, string value)
        {
            if (value.Length > 0)
                settings[name] = Uri.UnescapeDataString(value);
        }
        Set("Host", url.Host.Trim('[', ']'));
        Set("Port", url.Port > 0 ? url.Port.ToString(CultureInfo.InvariantCulture) : "");
        Set("Database", url.AbsolutePath.Trim('/'));
        var (user, password) = url.UserInfo.Split(':', 2) is [var name, var secret] ? (name, secret) : (url.UserInfo, "");
        Set("Username", user);
        Set("Password", password);
        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = parameter.Split('=', 2) is [var left, var right] ? (left, right) : (parameter, "");
            if (!Parameters.TryGetValue(key, out var known))
            {
                error = $"the URL of a PostgreSQL database may hold {string.Join(", ", Parameters.Keys)} behind its question mark, and nothing else";
                return false;
            }
            Set(known, key == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value); // VerifyFull is verify-full there
        }
        pairs = settings.ConnectionString;
        return true;
    }
}
