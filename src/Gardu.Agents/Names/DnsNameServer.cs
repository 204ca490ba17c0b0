using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Gardu.Agents.Addresses;
using Gardu.Protocols.Dns;

namespace Gardu.Agents.Names;

/// <summary>
/// Asks a resolver over UDP, and over TCP where the answer did not fit. Each question comes from a port of its own and
/// counts only what the asked resolver answers to it, so that nobody can slip in an answer without seeing the question.
/// A question has two tries of 750 milliseconds each, the second at the next resolver where there is one.
/// </summary>
/// <param name="clock">The time that tries end by.</param>
/// <param name="server">Whom to ask; null for the system's resolvers.</param>
public sealed class DnsNameServer(TimeProvider clock, IPEndPoint? server = null) : INameServer
{
    const int MostNames = 16;
    const int MostAddresses = 64;
    const int Tries = 2;

    /// <summary>An answer over UDP has 512 bytes at most unless a longer one is asked for (RFC 1035 section 4.2.1); what is longer is cut off and so no answer.</summary>
    const int UdpBuffer = 1500;

    static readonly TimeSpan Try = TimeSpan.FromMilliseconds(750);

    /// <summary>How long a resolver that knew the reverse zones is taken to know them.</summary>
    static readonly TimeSpan KnownFor = TimeSpan.FromHours(1);

    static readonly string[] ReverseZones = ["in-addr.arpa", "ip6.arpa"];

    readonly SystemNameServers system = new(clock);
    long zonesKnownUntil = long.MinValue;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>?> NamesOfAsync(Address address, CancellationToken cancellation)
    {
        var answer = await AskAsync(DnsQuestion.NamesOf(address.ToIPAddress()), MostNames, cancellation);
        return answer is { Code: DnsAnswer.NoSuchName } && !await KnowsReverseZonesAsync(cancellation) ? null : answer?.Names;
    }

    /// <summary>
    /// Whether the resolver knows the zones in which addresses have their names (RFC 3596 section 2.5). One that is shut off from the world says of every name that
    /// there is none, and would make liars of honest agents.
    /// </summary>
    async Task<bool> KnowsReverseZonesAsync(CancellationToken cancellation)
    {
        if (clock.GetTimestamp() < Volatile.Read(ref zonesKnownUntil))
            return true;
        foreach (var zone in ReverseZones)
            if (!DnsQuestion.TryAddressesOf(zone, ipv6: false, out var question) || await AskAsync(question, MostAddresses, cancellation) is not { Code: DnsAnswer.NoError })
                return false;
        Volatile.Write(ref zonesKnownUntil, clock.GetTimestamp() + (long)(KnownFor.TotalSeconds * clock.TimestampFrequency));
        return true;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Address>?> AddressesOfAsync(string name, bool ipv6, CancellationToken cancellation)
    {
        if (!DnsQuestion.TryAddressesOf(name, ipv6, out var question))
            return [];
        var answer = await AskAsync(question, MostAddresses, cancellation);
        return answer is null ? null : [.. answer.Addresses.Select(Address.From)];
    }

    async Task<DnsAnswer?> AskAsync(DnsQuestion question, int most, CancellationToken cancellation)
    {
        var servers = server is null ? system.Current : [server];
        for (var tried = 0; tried < Tries && servers.Count > 0; tried++)
            if (await TryAsync(servers[tried % servers.Count], question, most, cancellation) is { Code: DnsAnswer.NoError or DnsAnswer.NoSuchName, IsTruncated: false } answer)
                return answer;
        return null;
    }

    async Task<DnsAnswer?> TryAsync(IPEndPoint resolver, DnsQuestion question, int most, CancellationToken cancellation)
    {
        using var time = new CancellationTokenSource(Try, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellation);
        try
        {
            var answer = await AskByUdpAsync(resolver, question, most, either.Token);
            return answer.IsTruncated ? await AskByTcpAsync(resolver, question, most, either.Token) : answer;
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    static async Task<DnsAnswer> AskByUdpAsync(IPEndPoint resolver, DnsQuestion question, int most, CancellationToken cancellation)
    {
        using var socket = new Socket(resolver.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(resolver, cancellation); // from here on the system drops what others send
        var (id, message) = (NewId(), new byte[UdpBuffer]);
        await socket.SendAsync(message.AsMemory(0, question.Write(id, message)), cancellation);
        while (true)
        {
            var length = await socket.ReceiveAsync(message, cancellation);
            if (DnsAnswer.TryRead(message.AsSpan(0, length), id, question, most, out var answer))
                return answer;
        }
    }

    /// <summary>As over UDP, each message behind its length in two bytes (RFC 1035 section 4.2.2).</summary>
    static async Task<DnsAnswer?> AskByTcpAsync(IPEndPoint resolver, DnsQuestion question, int most, CancellationToken cancellation)
    {
        using var socket = new Socket(resolver.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(resolver, cancellation);
        await using var stream = new NetworkStream(socket);
        var (id, message) = (NewId(), new byte[2 + DnsQuestion.MaxLength]);
        var length = question.Write(id, message.AsSpan(2));
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)length);
        await stream.WriteAsync(message.AsMemory(0, 2 + length), cancellation);
        await stream.ReadExactlyAsync(message.AsMemory(0, 2), cancellation);
        message = new byte[BinaryPrimitives.ReadUInt16BigEndian(message)];
        await stream.ReadExactlyAsync(message, cancellation);
        return DnsAnswer.TryRead(message, id, question, most, out var answer) ? answer : null;
    }

    static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}
