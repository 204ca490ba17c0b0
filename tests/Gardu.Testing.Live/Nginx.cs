namespace Gardu.Testing.Live;

/// <summary>An nginx of one's own: configuration, logs and scratch files all in one folder, one port of 127.0.0.1 for each server.</summary>
public sealed class Nginx : IAsyncDisposable
{
    readonly ExternalProcess process;

    Nginx(ExternalProcess process) => this.process = process;

    /// <summary>Starts it and waits until it listens.</summary>
    /// <param name="folder">Where everything goes; an absolute path.</param>
    /// <param name="http">The inside of the <c>http</c> block.</param>
    /// <param name="port">A port that one of its servers listens on.</param>
    public static async Task<Nginx> Start(string folder, string http, int port)
    {
        var program = Needs.Program("nginx");
        Directory.CreateDirectory(folder);
        var config = Path.Combine(folder, "nginx.conf");
        // As root, workers change to the user of the master, so that they read the scratch folder.
        var user = Environment.IsPrivilegedProcess ? "user root;" : "";
        await File.WriteAllTextAsync(config, $$"""
            daemon off;
            {{user}}
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_max_body_size 64m;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              {{http}}
            }
            """, TestContext.Current.CancellationToken);
        var nginx = new Nginx(ExternalProcess.Start(program, ["-p", folder, "-e", "stderr", "-c", config], folder));
        try
        {
            await Listening.On(port, nginx.process);
            return nginx;
        }
        catch
        {
            await nginx.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
