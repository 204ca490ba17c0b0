using Gardu.Agents.Addresses;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;

namespace Gardu.Agents.Tests;

static class TestData
{
    public static DateTimeOffset Now { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static AgentCatalogue Catalogue => AgentCatalogue.BuiltIn;

    public static byte[] Resource(string name)
    {
        using var stream = typeof(TestData).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"no resource {name}");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>A file of two columns: what is expected, and a user agent.</summary>
    public static IEnumerable<(string Expected, string UserAgent)> Table(string name)
    {
        foreach (var line in System.Text.Encoding.UTF8.GetString(Resource(name)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t');
            yield return (line[..tab], line[(tab + 1)..]);
        }
    }

    public static AddressRange Range(string text) => AddressRange.TryParse(text, out var range) ? range : throw new ArgumentException(text);

    public static Address Ip(string text) => Address.TryParse(text, out var address) ? address : throw new ArgumentException(text);

    public static AddressFeed Feed(string file, DateTimeOffset dated, params string[] ranges) => new(file, dated, [.. ranges.Select(Range)], 0);
}
