using System.Net;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Terms;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Agents.Tests.Feeds;

public sealed class FeedUpdaterTests : IDisposable
{
    const string Url = "https://openai.com/gptbot.json";
    const string Good = """{"creationTime":"2026-11-01T00:00:00Z","prefixes":["192.0.2.0/24"]}""";
    const string Newer = """{"creationTime":"2026-11-20T00:00:00Z","prefixes":["192.0.2.0/24","198.51.100.0/24"]}""";

    readonly TemporaryFolder folder = new();
    readonly TemporaryFolder source = new();
    readonly VendorServers servers = new();
    readonly FakeTimeProvider clock = new(TestData.Now);

    public void Dispose()
    {
        folder.Dispose();
        source.Dispose();
    }

    FeedUpdater Updater(string? into = null) => new(AgentCatalogue.BuiltIn, into ?? folder.Path, clock);

    async Task<FeedUpdate> Fetch()
    {
        using var client = new HttpClient(servers, disposeHandler: false);
        return (await Updater().FetchAsync(client, TestContext.Current.CancellationToken)).Single(update => update.File == "gptbot.json");
    }

    [Fact]
    public async Task Every_list_with_a_url_is_fetched_once()
    {
        using var client = new HttpClient(servers, disposeHandler: false);
        var updates = await Updater().FetchAsync(client, TestContext.Current.CancellationToken);
        var urls = AgentCatalogue.BuiltIn.Agents.SelectMany(agent => agent.Proofs.Feeds).Select(feed => feed.Url?.AbsoluteUri).OfType<string>().Distinct();
        Assert.Equal(urls.Order(), servers.Asked.Order());
        Assert.All(updates, update => Assert.Equal((FeedOutcome.Failed, "answered 404", null), (update.Outcome, update.Reason, update.Feed)));
        Assert.Empty(folder.Names);
    }

    [Fact]
    public async Task A_new_list_is_written_with_the_time_of_the_fetch()
    {
        servers.Serve(Url, Good);
        var update = await Fetch();
        Assert.Equal((FeedOutcome.Updated, null, 1), (update.Outcome, update.Reason, update.Feed?.Ranges.Count));
        Assert.Equal(Good, folder.Read("gptbot.json"));
        Assert.Equal(TestData.Now.UtcDateTime, folder.TimeOf("gptbot.json"));
        Assert.Equal(["gptbot.json"], folder.Names);
    }

    [Fact]
    public async Task The_same_list_again_is_unchanged_and_as_young_as_the_fetch()
    {
        folder.Write("gptbot.json", Good, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        servers.Serve(Url, Good);
        Assert.Equal(FeedOutcome.Unchanged, (await Fetch()).Outcome);
        Assert.Equal(TestData.Now.UtcDateTime, folder.TimeOf("gptbot.json"));
    }

    [Fact]
    public async Task Another_list_takes_the_place_of_the_old_one()
    {
        folder.Write("gptbot.json", Good);
        servers.Serve(Url, Newer);
        var update = await Fetch();
        Assert.Equal((FeedOutcome.Updated, 2), (update.Outcome, update.Feed?.Ranges.Count));
        Assert.Equal(Newer, folder.Read("gptbot.json"));
    }

    [Theory]
    [InlineData("<html>", "not JSON")]
    [InlineData("""{"prefixes":[]}""", "holds no address")]
    public async Task What_is_no_list_leaves_the_last_good_copy(string body, string reason)
    {
        folder.Write("gptbot.json", Good);
        servers.Serve(Url, body);
        var update = await Fetch();
        Assert.Equal((FeedOutcome.Kept, reason, 1), (update.Outcome, update.Reason, update.Feed?.Ranges.Count));
        Assert.Equal(Good, folder.Read("gptbot.json"));
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        folder.Write("gptbot.json", Good);
        using var endless = new EndlessStream();
        servers.Answer(Url, _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) });
        Assert.Equal((FeedOutcome.Kept, "larger than 1024 KiB"), Of(await Fetch()));
        Assert.InRange(endless.Given, FeedFile.BytesMax, 2 * FeedFile.BytesMax);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_left_after_thirty_seconds()
    {
        var asked = new TaskCompletionSource();
        servers.Answer(Url, async (_, cancellation) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            throw new InvalidOperationException("never");
        });
        var fetch = Fetch();
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((FeedOutcome.Failed, "no whole answer within 30 seconds"), Of(await fetch));
    }

    [Fact]
    public async Task A_broken_connection_leaves_the_last_good_copy()
    {
        folder.Write("gptbot.json", Good);
        servers.Answer(Url, _ => throw new HttpRequestException("connection refused"));
        Assert.Equal((FeedOutcome.Kept, "connection refused"), Of(await Fetch()));
    }

    [Fact]
    public async Task Stopping_stops()
    {
        using var stop = new CancellationTokenSource();
        servers.Answer(Url, async (_, cancellation) =>
        {
            await stop.CancelAsync();
            cancellation.ThrowIfCancellationRequested();
            throw new InvalidOperationException("not stopped");
        });
        using var client = new HttpClient(servers, disposeHandler: false);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Updater().FetchAsync(client, stop.Token));
    }

    [Theory]
    [InlineData("https://openai.com/lists/gptbot.json")]
    [InlineData("https://cdn.openai.com/gptbot.json")]
    [InlineData("https://chatgpt.com/gptbot.json")]
    [InlineData("/lists/gptbot.json")]
    public async Task One_redirect_within_the_operators_hosts_is_followed(string target)
    {
        servers.Redirect(Url, target).Serve(new Uri(new Uri(Url), target).AbsoluteUri, Good);
        Assert.Equal(FeedOutcome.Updated, (await Fetch()).Outcome);
    }

    [Theory]
    [InlineData("http://openai.com/gptbot.json")]
    [InlineData("https://openai.com.evil.example/gptbot.json")]
    [InlineData("https://evil.example/gptbot.json")]
    [InlineData("https://openai.com@evil.example/gptbot.json")]
    [InlineData("https://www.google.com/gptbot.json")]
    [InlineData("https://127.0.0.1/gptbot.json")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_elsewhere_is_not(string target)
    {
        servers.Redirect(Url, target).Serve(new Uri(target).AbsoluteUri, Good);
        var update = await Fetch();
        Assert.Equal(FeedOutcome.Failed, update.Outcome);
        Assert.EndsWith("which is not OpenAI's", update.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(new Uri(target).AbsoluteUri, servers.Asked);
    }

    [Fact]
    public async Task A_second_redirect_is_not_followed()
    {
        servers.Redirect(Url, "/a").Redirect("https://openai.com/a", "/b").Serve("https://openai.com/b", Good);
        Assert.Equal((FeedOutcome.Failed, "moved more than once"), Of(await Fetch()));
    }

    [Fact]
    public async Task A_redirect_that_leads_nowhere_is_an_answer_like_any_other()
    {
        servers.Answer(Url, _ => new HttpResponseMessage(HttpStatusCode.Found));
        Assert.Equal((FeedOutcome.Failed, "answered 302"), Of(await Fetch()));
    }

    [Fact]
    public void Lists_are_copied_with_their_time()
    {
        var time = new DateTime(2026, 10, 5, 6, 7, 8, DateTimeKind.Utc);
        source.Write("gptbot.json", """{"prefixes":["192.0.2.0/24"]}""", time);
        source.Write("as32934.json", """{"prefixes":["198.51.100.0/24"]}""", time);
        source.Write("stranger.json", Good);
        var had = Updater().CopyFrom(source.Path).Where(update => update.Had).ToArray();
        Assert.Equal(["gptbot.json", "as32934.json"], had.Select(update => update.File));
        Assert.All(had, update => Assert.Equal((FeedOutcome.Updated, new DateTimeOffset(time)), (update.Outcome, update.Feed!.Dated)));
        Assert.Equal(["as32934.json", "gptbot.json"], folder.Names);
        Assert.Equal(time, folder.TimeOf("gptbot.json"));
    }

    [Fact]
    public void What_the_source_does_not_hold_is_kept()
    {
        folder.Write("gptbot.json", Good);
        var updates = Updater().CopyFrom(source.Path);
        Assert.Equal((FeedOutcome.Kept, "not there"), Of(updates.Single(update => update.File == "gptbot.json")));
        Assert.Equal((FeedOutcome.Failed, "not there"), Of(updates.Single(update => update.File == "bots.json")));
    }

    [Fact]
    public void A_bad_copy_does_not_replace_a_good_one()
    {
        folder.Write("gptbot.json", Good);
        source.Write("gptbot.json", "{");
        Assert.Equal((FeedOutcome.Kept, "not JSON"), Of(Updater().CopyFrom(source.Path).Single(update => update.File == "gptbot.json")));
        Assert.Equal(Good, folder.Read("gptbot.json"));
    }

    [Fact]
    public void A_bad_copy_in_place_is_replaced()
    {
        folder.Write("gptbot.json", "{");
        source.Write("gptbot.json", Good);
        Assert.Equal((FeedOutcome.Updated, null), Of(Updater().CopyFrom(source.Path).Single(update => update.File == "gptbot.json")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_told()
    {
        source.Write("gptbot.json", Good);
        Directory.CreateDirectory(Path.Combine(folder.Path, "gptbot.json"));
        var update = Updater().CopyFrom(source.Path).Single(each => each.File == "gptbot.json");
        Assert.Equal(FeedOutcome.Failed, update.Outcome);
        Assert.StartsWith("cannot be written: ", update.Reason, StringComparison.Ordinal);
        Assert.Equal(["gptbot.json"], folder.Names);
    }

    [Fact]
    public void The_folder_is_made_when_it_is_needed()
    {
        source.Write("gptbot.json", Good);
        var into = Path.Combine(folder.Path, "a", "b");
        _ = Updater(into).CopyFrom(source.Path);
        Assert.True(File.Exists(Path.Combine(into, "gptbot.json")));
    }

    [Fact]
    public void An_owners_list_is_copied_too()
    {
        var catalogue = AgentCatalogue.BuiltIn.With([new OwnerAgent("AcmeBot", "Acme", Purpose.Other, Feed: "acme.json")], out _);
        source.Write("acme.json", Good);
        var update = new FeedUpdater(catalogue, folder.Path, clock).CopyFrom(source.Path).Single(each => each.Had);
        Assert.Equal("acme.json", update.File);
    }

    static (FeedOutcome, string?) Of(FeedUpdate update) => (update.Outcome, update.Reason);
}
