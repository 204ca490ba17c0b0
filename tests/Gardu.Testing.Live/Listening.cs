using System.Net;
using System.Net.Sockets;

namespace Gardu.Testing.Live;

/// <summary>Waits for servers.</summary>
public static class Listening
{
    /// <summary>Waits until a port of 127.0.0.1 takes connections; fails at once where the server has ended.</summary>
    public static Task On(int port, ExternalProcess server) => Eventually.True(
        async () =>
        {
            Assert.False(server.HasExited, $"the server has ended: {server.Said}");
            return await Answers(port);
        },
        $"port {port} takes connections");

    /// <summary>Whether a port of 127.0.0.1 takes connections.</summary>
    public static async Task<bool> Answers(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
