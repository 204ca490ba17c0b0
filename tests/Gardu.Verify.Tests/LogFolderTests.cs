using System.Buffers;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Tiles;
using Gardu.Testing.Live;

namespace Gardu.Verify.Tests;

/// <summary>The folder of a log, as the tiles' writer here makes it, recomputed by the other verifier.</summary>
public sealed class LogFolderTests : IDisposable
{
    readonly Scratch scratch = new();
    readonly TestLog log = new(698);

    [Fact]
    public async Task The_other_verifier_recomputes_every_tile()
    {
        Write(500);
        Write(700);
        var said = await Verify();
        Assert.Equal((0, "verified: 700 entries"), (said.Code, said.Output));
    }

    [Theory]
    [InlineData("tile/0/001")]
    [InlineData("tile/entries/002.p/188")]
    [InlineData("tile/1/000.p/2")]
    [InlineData("checkpoint")]
    public async Task It_misses_what_is_not_there_and_sees_what_was_altered(string name)
    {
        Write(700);
        var path = scratch.PathOf(name);
        var octets = File.ReadAllBytes(path);
        octets[40] ^= 1;
        File.WriteAllBytes(path, octets);
        Assert.Equal(4, (await Verify()).Code);
        File.Delete(path);
        Assert.Equal(4, (await Verify()).Code);
    }

    Task<Verdicts> Verify() => Verifiers.RunPython(scratch, "log", scratch.Folder, log.Key.ToString());

    /// <summary>Grows the folder to a size, as a log does.</summary>
    void Write(int size)
    {
        var before = File.Exists(scratch.PathOf("checkpoint")) ? int.Parse(File.ReadAllLines(scratch.PathOf("checkpoint"))[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
        foreach (var tile in Tile.Grown(before, size).Where(tile => tile.Level is null))
        {
            var bundle = new ArrayBufferWriter<byte>();
            foreach (var entry in log.Entries.Skip((int)tile.Index * Tile.Full).Take(tile.Width))
                EntryBundle.Write(bundle, entry.ToArray().AsSpan(0, Envelope.Size));
            Put(tile.Path, bundle.WrittenSpan);
        }
        var leaves = log.Entries.Skip(before).Take(size - before).Select(entry => entry.Envelope.LeafHash()).ToList();
        foreach (var (tile, content) in TileTree.Grow(before, leaves, tile => File.ReadAllBytes(scratch.PathOf(tile.Path))).ToList())
            Put(tile.Path, content);
        scratch.Write("checkpoint", log.Note(size).ToString());
    }

    void Put(string path, ReadOnlySpan<byte> octets)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(scratch.PathOf(path))!);
        File.WriteAllBytes(scratch.PathOf(path), octets);
    }

    public void Dispose()
    {
        log.Dispose();
        scratch.Dispose();
    }
}
