using System.Globalization;
using Gardu.Testing.Live;

namespace Gardu.Interop;

/// <summary>
/// Debian's WordPress twice over, from a scratch folder and on loopback alone: one to be asked directly, one through the
/// gate. What is done to both in the same order has to look the same.
/// <code>
///   nginx ─┬─ port ─► tree a ┐                ┌─ database a
///          └─ port ─► tree b ┴─► php-fpm ─► mariadbd ─ database b
/// </code>
/// </summary>
public sealed class WordPress : IAsyncLifetime
{
    public const string User = "editor";
    public const string Password = "correct horse battery staple";

    public static readonly Uri Home = new($"http://{Chromium.Host}/");

    const string Source = "/usr/share/wordpress";

    readonly Scratch scratch = new();
    readonly List<IAsyncDisposable> running = [];
    Task? started;

    /// <summary>The twin that is asked directly.</summary>
    public Uri Direct { get; private set; } = Home;

    /// <summary>The twin that stands behind the gate.</summary>
    public Uri Guarded { get; private set; } = Home;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts it for the first test that needs it; here and not when the fixture is made, so that a test can be skipped.</summary>
    public Task Start() => started ??= StartAll();

    async Task StartAll()
    {
        Needs.Program("nginx");
        var (database, install, client) = (Needs.Program("mariadbd"), Needs.Program("mariadb-install-db"), Needs.Program("mariadb"));
        var php = Needs.Program("php-fpm?.?", "php-fpm");
        Needs.Folder(Source);
        await StartDatabase(database, install, client);
        await StartPhp(php);
        var (direct, guarded) = (Clients.FreePort(), Clients.FreePort());
        await Unpack("a");
        await Unpack("b");
        running.Add(await Nginx.Start(scratch.PathOf("nginx"), Server("a", direct) + Server("b", guarded), guarded));
        Direct = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{direct}"));
        Guarded = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{guarded}"));
        foreach (var twin in new[] { Direct, Guarded })
            await Setup.Run(twin);
    }

    async Task StartDatabase(string program, string install, string client)
    {
        var data = scratch.PathOf("mariadb");
        var account = Environment.UserName;
        // Every server of this kind clears the temporary tables of the folder it shares with others: this one shares with nobody.
        var temporary = Directory.CreateDirectory(scratch.PathOf("mariadb-tmp")).FullName;
        await ExternalProcess.Run(
            install,
            ["--no-defaults", $"--datadir={data}", $"--tmpdir={temporary}", "--auth-root-authentication-method=normal", "--skip-test-db", $"--user={account}"],
            scratch.Folder);
        var server = ExternalProcess.Start(program,
            [
                "--no-defaults", $"--datadir={data}", $"--tmpdir={temporary}", $"--user={account}", "--skip-networking", $"--socket={Socket("mariadb")}", $"--pid-file={scratch.PathOf("mariadb.pid")}",
                "--innodb-buffer-pool-size=64M", "--innodb-flush-log-at-trx-commit=0",
            ], scratch.Folder);
        running.Add(server);
        await Eventually.True(
            async () =>
            {
                Assert.False(server.HasExited, $"mariadbd has ended: {server.Said}");
                await using var ask = ExternalProcess.Start(client, ["--no-defaults", "--user=root", $"--socket={Socket("mariadb")}", "--execute=SELECT 1"], scratch.Folder);
                return await ask.WaitForExit() == 0;
            },
            "mariadbd answers");
        await ExternalProcess.Run(client, ["--no-defaults", "--user=root", $"--socket={Socket("mariadb")}", "--execute=CREATE DATABASE a; CREATE DATABASE b"], scratch.Folder);
    }

    async Task StartPhp(string program)
    {
        var config = scratch.Write("php-fpm.conf", $"""
            [global]
            daemonize = no
            error_log = {scratch.PathOf("php-fpm.log")}
            [wordpress]
            {(Environment.IsPrivilegedProcess ? "user = root" : "")}
            listen = {Socket("php")}
            pm = static
            pm.max_children = 4
            php_admin_value[error_log] = {scratch.PathOf("php.log")}
            php_admin_value[sendmail_path] = /bin/true
            php_admin_value[upload_tmp_dir] = {scratch.Folder}
            php_admin_value[upload_max_filesize] = 32M
            php_admin_value[post_max_size] = 32M
            php_admin_value[date.timezone] = UTC

            """);
        string[] asRoot = Environment.IsPrivilegedProcess ? ["--allow-to-run-as-root"] : [];
        var server = ExternalProcess.Start(program, [.. asRoot, "--nodaemonize", "--fpm-config", config], scratch.Folder);
        running.Add(server);
        await Eventually.True(
            () =>
            {
                Assert.False(server.HasExited, $"php-fpm has ended: {server.Said}");
                return File.Exists(Socket("php"));
            },
            "php-fpm listens");
    }

    /// <summary>A tree of its own, since uploads and settings are part of it.</summary>
    async Task Unpack(string twin)
    {
        await ExternalProcess.Run("cp", ["-R", "-L", Source, scratch.PathOf(twin)], scratch.Folder);
        scratch.Write($"{twin}/wp-config.php", $$"""
            <?php
            define('DB_NAME', '{{twin}}');
            define('DB_USER', 'root');
            define('DB_PASSWORD', '');
            define('DB_HOST', 'localhost:{{Socket("mariadb")}}');
            // At home wherever it is asked for.
            define('WP_HOME', 'http://' . $_SERVER['HTTP_HOST']);
            define('WP_SITEURL', WP_HOME);
            // It talks to nobody, and does nothing of its own accord.
            define('WP_HTTP_BLOCK_EXTERNAL', true);
            define('AUTOMATIC_UPDATER_DISABLED', true);
            define('DISABLE_WP_CRON', true);
            foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
              define($name . '_KEY', $name . ' key of both twins');
              define($name . '_SALT', $name . ' salt of both twins');
            }
            $table_prefix = 'wp_';
            if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
            require_once ABSPATH . 'wp-settings.php';

            """);
    }

    string Server(string twin, int port) => $$"""
          server {
            listen 127.0.0.1:{{port}};
            server_name {{Chromium.Host}};
            # The gate keeps the public host; the origin's own port is no part of it.
            port_in_redirect off;
            root {{scratch.PathOf(twin)}};
            index index.php;
            include /etc/nginx/mime.types;
            gzip on;
            location / { try_files $uri $uri/ /index.php?$args; }
            location ~ \.php$ {
              include /etc/nginx/fastcgi_params;
              fastcgi_param HTTP_HOST $http_host; # with its port
              fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
              fastcgi_pass unix:{{Socket("php")}};
            }
          }

        """;

    string Socket(string name) => scratch.PathOf($"{name}.sock");

    public async ValueTask DisposeAsync()
    {
        for (var i = running.Count - 1; i >= 0; i--)
            await running[i].DisposeAsync();
        scratch.Dispose();
    }
}
