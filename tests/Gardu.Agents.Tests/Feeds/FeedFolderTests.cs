using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;

namespace Gardu.Agents.Tests.Feeds;

public sealed class FeedFolderTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly List<string> complaints = [];

    public void Dispose() => folder.Dispose();

    IReadOnlyList<AddressFeed> Load() => FeedFolder.Load(folder.Path, AgentCatalogue.BuiltIn, complaints.Add);

    [Fact]
    public void Lists_of_the_catalogue_are_loaded_and_others_left_alone()
    {
        folder.Write("gptbot.json", """{"creationTime":"2026-10-01T00:00:00Z","prefixes":["192.0.2.0/24"]}""");
        folder.Write("amazonbot.json", """{"prefixes":["198.51.100.0/24"]}""", new DateTime(2026, 9, 1, 0, 0, 0, DateTimeKind.Utc));
        folder.Write("somebody.json", """{"prefixes":["203.0.113.0/24"]}""");
        var feeds = Load();
        Assert.Equal(["gptbot.json", "amazonbot.json"], feeds.Select(feed => feed.File));
        Assert.Equal([new DateTimeOffset(2026, 10, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero)], feeds.Select(feed => feed.Dated));
        Assert.Empty(complaints);
    }

    [Fact]
    public void A_folder_that_is_not_there_holds_nothing()
    {
        Assert.Empty(FeedFolder.Load(Path.Combine(folder.Path, "none"), AgentCatalogue.BuiltIn, complaints.Add));
        Assert.Empty(complaints);
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_passed_over()
    {
        folder.Write("gptbot.json", "<html>");
        folder.Write("searchbot.json", new string(' ', FeedFile.BytesMax + 1));
        Directory.CreateDirectory(Path.Combine(folder.Path, "chatgpt-user.json"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "adsbot.json"), "/dev/zero");
        folder.Write("bots.json", """["192.0.2.1"]""");
        Assert.Equal(["bots.json"], Load().Select(feed => feed.File));
        Assert.Equal(4, complaints.Count);
        Assert.EndsWith("gptbot.json: not JSON; ignored", complaints[0], StringComparison.Ordinal);
        Assert.EndsWith("searchbot.json: larger than 1024 KiB; ignored", complaints[1], StringComparison.Ordinal);
        Assert.EndsWith("chatgpt-user.json: a folder, not a file; ignored", complaints[2], StringComparison.Ordinal);
        Assert.Contains("adsbot.json: ", complaints[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_told()
    {
        File.CreateSymbolicLink(Path.Combine(folder.Path, "gptbot.json"), Path.Combine(folder.Path, "gone"));
        Assert.Empty(Load());
        Assert.EndsWith("gptbot.json: not there; ignored", Assert.Single(complaints), StringComparison.Ordinal);
    }
}
