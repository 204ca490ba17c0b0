using System.Buffers;
using CsCheck;
using Gardu.Ledger.Tiles;

namespace Gardu.Ledger.Tests.Tiles;

public sealed class TileTests
{
    [Theory]
    [InlineData(0, 1_234_067L, 256, "tile/0/x001/x234/067")]
    [InlineData(0, 5L, 256, "tile/0/005")]
    [InlineData(0, 273L, 112, "tile/0/273.p/112")]
    [InlineData(null, 0L, 8, "tile/entries/000.p/8")]
    [InlineData(1, 1000L, 255, "tile/1/x001/000.p/255")]
    [InlineData(7, long.MaxValue, 1, "tile/7/x009/x223/x372/x036/x854/x775/807.p/1")]
    public void A_tile_has_one_address(int? level, long index, int width, string path)
    {
        Assert.Equal(path, new Tile(level, index, width).Path);
        Assert.True(Tile.TryParse(path, out var tile));
        Assert.Equal(new Tile(level, index, width), tile);
    }

    [Theory]
    [InlineData("tile/0/5")]
    [InlineData("tile/0/x000/005")]
    [InlineData("tile/0/001/005")]
    [InlineData("tile/0/x005")]
    [InlineData("tile/00/005")]
    [InlineData("tile/8/005")]
    [InlineData("tile/-1/005")]
    [InlineData("tile/entries/005.p/0")]
    [InlineData("tile/entries/005.p/256")]
    [InlineData("tile/entries/005.p/08")]
    [InlineData("tile/0/../005")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/0/")]
    [InlineData("tile/0")]
    [InlineData("/tile/0/005")]
    [InlineData("")]
    public void What_is_no_address(string path) => Assert.False(Tile.TryParse(path, out _));

    [Theory]
    [InlineData(256L, "tile/entries/000", "tile/0/000", "tile/1/000.p/1")]
    [InlineData(8L, "tile/entries/000.p/8", "tile/0/000.p/8")]
    [InlineData(0L)]
    public void A_new_log_gets_these(long size, params string[] paths) => Assert.Equal(paths, Tile.Grown(0, size).Select(tile => tile.Path));

    [Fact]
    public void A_log_of_seventy_thousand()
    {
        var paths = Tile.Grown(0, 70_000).Where(tile => tile.Level is not null).Select(tile => tile.Path).ToList();
        Assert.Equal(273, paths.Count(path => path.StartsWith("tile/0/", StringComparison.Ordinal) && !path.Contains(".p/", StringComparison.Ordinal)));
        Assert.Equal(["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"], paths[^4..]);
    }

    [Fact]
    public void Growing_in_steps_gives_the_tiles_of_growing_at_once() =>
        Gen.Select(Gen.Long[0, 140_000], Gen.Long[0, 70_000], Gen.Long[0, 70_000]).Sample((start, one, other) =>
        {
            var (middle, end) = (start + one, start + one + other);
            var steps = new Dictionary<(int?, long), int>();
            foreach (var tile in Tile.Grown(start, middle).Concat(Tile.Grown(middle, end)))
                steps[(tile.Level, tile.Index)] = tile.Width;
            Assert.Equal(Tile.Grown(start, end).ToDictionary(tile => (tile.Level, tile.Index), tile => tile.Width), steps);
        }, iter: 300);

    [Fact]
    public void The_bundle_of_the_known_leaves()
    {
        string[] leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        var bundle = new ArrayBufferWriter<byte>();
        foreach (var leaf in leaves)
            EntryBundle.Write(bundle, Convert.FromHexString(leaf));
        Assert.Equal("00000001000001100002202100023031000440414243000850515253545556570010606162636465666768696a6b6c6d6e6f", Convert.ToHexStringLower(bundle.WrittenSpan));
        Assert.True(EntryBundle.TryRead(bundle.WrittenMemory, out var entries));
        Assert.Equal(leaves, entries.Select(entry => Convert.ToHexStringLower(entry.Span)));
        for (var cut = 1; cut < bundle.WrittenCount; cut++)
            Assert.True(!EntryBundle.TryRead(bundle.WrittenMemory[..cut], out var some) || some.Count < leaves.Length);
        Assert.False(EntryBundle.TryRead(new byte[2 * 257], out _));
        Assert.Throws<ArgumentException>(() => EntryBundle.Write(bundle, new byte[EntryBundle.EntryMax + 1]));
    }
}
