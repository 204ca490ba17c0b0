using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gardu.Gate.Ledger;
using Gardu.Ledger.Notes;
using Gardu.LedgerKeeping;
using Gardu.Protocols.Signatures;
using Gardu.Store;
using Gardu.Store.Ledger;
using Gardu.Tests.Commands;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Tests.LedgerKeeping;

/// <summary>A witness that answers what it should not.</summary>
public sealed class WitnessRoundTests : CommandTest
{
    const string Name = "witness.example/w1";

    static readonly SigningKey Secret = SigningKey.Of([.. Enumerable.Repeat((byte)7, SigningKey.Size)])!;
    static readonly NoteKey Key = NoteKey.Of(Name, NoteKeyType.Cosignature, Secret.PublicOctets.Span)!;

    [Theory]
    [InlineData("", "text/plain", true)]
    [InlineData("", "text/plain; charset=none-such", true)]
    [InlineData("and more\n\n", "text/plain", false)] // it signs what it was asked to sign and more
    public async Task What_a_witness_signs_counts_where_it_is_the_checkpoint(string more, string type, bool counts)
    {
        var database = Database.Of(Folder, null);
        database.OpenStore().Dispose();
        var (rows, state, storage) = (new LedgerRows(database), new LedgerState(), TileFolder.In(Folder));
        var keys = new LogKeyFiles(Folder, rows);
        keys.Begin(rows.Origin("log.example"), DateTimeOffset.UnixEpoch);
        var sequencer = new Sequencer(rows, storage, keys.Read, TimeProvider.System);
        while (sequencer.Step() != SequencerStep.Idle)
        {
        }
        var view = new LedgerView(rows, storage, () => TrustedKeys.Of(keys.Read().Known, [Key]), state);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, Answer(view.Checkpoint()!.Value.Note.Text, more), type);
        var clock = new FakeTimeProvider();
        using var round = new WitnessRound([new Witness(new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/"), Key)], view, storage, state, clock, NullLogger.Instance);
        var asking = round.RunAsync(TestContext.Current.CancellationToken);
        await answering;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10)); // the pause behind a round
                return asking.IsCompleted;
            },
            TimeSpan.FromSeconds(30)));
        await asking;
        Assert.Equal((counts ? 1 : 0, counts), (state.Cosigned, view.Cosigned() is not null));
        Assert.NotNull(view.Proof(0, rows.Entry(0)!));
    }

    /// <summary>A cosignature over the text and more (C2SP tlog-cosignature), behind the rest of that text.</summary>
    static string Answer(string text, string more)
    {
        var whole = more.Length == 0 ? text : $"{text}\n{more[..^1]}";
        var octets = new byte[4 + 8 + 64];
        BinaryPrimitives.WriteUInt32BigEndian(octets, Key.Id);
        BinaryPrimitives.WriteInt64BigEndian(octets.AsSpan(4), 1_800_000_000);
        Secret.Sign(Encoding.UTF8.GetBytes($"cosignature/v1\ntime 1800000000\n{whole}")).CopyTo(octets.AsSpan(12));
        return $"{more}— {Name} {Convert.ToBase64String(octets)}\n";
    }

    static async Task AnswerAsync(TcpListener listener, string body, string type)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("\n\n— ", StringComparison.Ordinal)) // the note's signature ends the request
            request.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)));
        var octets = Encoding.UTF8.GetBytes(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {octets.Length}\r\n\r\n"), TestContext.Current.CancellationToken);
        await stream.WriteAsync(octets, TestContext.Current.CancellationToken);
    }
}
