using System.Globalization;
using CsCheck;
using Gardu.Agents.Addresses;

namespace Gardu.Agents.Tests.Addresses;

public sealed class AddressTableTests
{
    /// <summary>Few bits of each address vary, so that prefixes nest and touch.</summary>
    static readonly Gen<AddressRange> AnyRange = Gen.OneOf<AddressRange>(
        Gen.Select(Gen.UInt, Gen.OneOf(0, 1, 2, 7, 8, 9, 16, 24, 30, 31, 32)).Select((bits, length) => Range(Address.FromIPv4(bits & 0xC181_8101), length)),
        Gen.Select(Gen.UInt, Gen.OneOf(0, 1, 2, 7, 8, 9, 16, 24, 30, 31, 32)).Select((bits, length) => Range(Address.FromIPv4(bits | 0xFFFF_FF00), length)),
        Gen.Select(Gen.UInt, Gen.OneOf(0, 1, 3, 16, 31, 32, 33, 64, 79, 80, 81, 95, 127, 128)).Select((bits, length) => Range(SixOf(bits), length)));

    static readonly Gen<Address> AnyAddress = Gen.OneOf<Address>(
        Gen.UInt.Select(bits => Address.FromIPv4(bits & 0xC181_8101)),
        Gen.UInt.Select(bits => Address.FromIPv4(bits | 0xFFFF_FF00)),
        Gen.UInt.Select(SixOf));

    [Fact]
    public void It_finds_what_a_linear_scan_finds() =>
        Gen.Select(AnyRange.Array[0, 40], AnyAddress.Array[20]).Sample((ranges, addresses) =>
        {
            var prefixes = ranges.Select((range, i) => (range, i)).ToArray();
            var table = new AddressTable<int>(prefixes);
            foreach (var address in addresses.Concat(ranges.SelectMany(Edges)))
            {
                var expected = prefixes.Where(prefix => prefix.range.Contains(address)).ToArray();
                var found = table.Find(address).ToArray();
                Assert.Equal(expected.Select(prefix => prefix.i).Order(), found.Order());
                var spans = found.Select(i => ranges[i].Span).ToArray();
                Assert.Equal(spans.Order(), spans);
            }
        });

    [Fact]
    public void An_empty_table_finds_nothing() => Assert.True(new AddressTable<int>([]).Find(TestData.Ip("192.0.2.1")).IsEmpty);

    [Fact]
    public void The_widest_prefixes_reach_the_first_and_the_last_address()
    {
        var table = new AddressTable<string>([(TestData.Range("::/0"), "six"), (TestData.Range("0.0.0.0/0"), "four"), (TestData.Range("255.255.255.255"), "last"), (TestData.Range("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), "end")]);
        Assert.Equal(["four"], table.Find(TestData.Ip("0.0.0.0")));
        Assert.Equal(["last", "four"], table.Find(TestData.Ip("255.255.255.255")));
        Assert.Equal(["six"], table.Find(TestData.Ip("::")));
        Assert.Equal(["end", "six"], table.Find(TestData.Ip("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
    }

    [Fact]
    public void Fifty_thousand_prefixes_are_looked_up_without_allocating()
    {
        var random = new Random(7);
        var prefixes = Enumerable.Range(0, 50_000)
            .Select(i => (Range: i % 2 == 0 ? Range(Address.FromIPv4((uint)random.Next()), 16 + i % 17) : Range(SixOf((uint)random.Next()), 32 + i % 97), Value: i))
            .ToArray();
        var table = new AddressTable<int>(prefixes);
        var addresses = Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? prefixes[random.Next(prefixes.Length)].Range.Last : i % 3 == 1 ? Address.FromIPv4((uint)random.Next()) : SixOf((uint)random.Next())).ToArray();
        foreach (var address in addresses)
            Assert.Equal(prefixes.Where(prefix => prefix.Range.Contains(address)).Select(prefix => prefix.Value).Order(), table.Find(address).ToArray().Order());
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var address in addresses)
            table.Find(address);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void One_prefix_a_hundred_thousand_times_is_one_prefix()
    {
        var table = new AddressTable<string>(Enumerable.Repeat((TestData.Range("192.0.2.0/24"), "once"), 100_000));
        Assert.Equal(["once"], table.Find(TestData.Ip("192.0.2.1")));
    }

    static IEnumerable<Address> Edges(AddressRange range)
    {
        yield return range.First;
        yield return range.Last;
        if (range.First.Value > 0)
            yield return new Address(range.First.Value - 1);
        if (range.Last.Value < UInt128.MaxValue)
            yield return new Address(range.Last.Value + 1);
    }

    static Address SixOf(uint bits) => new(((UInt128)(bits & 0xF000_000F) << 96) | ((UInt128)(bits & 0x00F0_0000) << 40) | (bits & 0x0000_FF00));

    static AddressRange Range(Address address, int length) => TestData.Range(string.Create(CultureInfo.InvariantCulture, $"{address}/{length}"));
}
